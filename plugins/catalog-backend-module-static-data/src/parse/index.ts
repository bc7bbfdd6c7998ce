export { ContractDocumentCache } from './ContractDocumentCache';
export { parseSource, type ParseSourceOptions } from './parseSource';
export * from './types';
