export * from './diffLines';
export * from './reverseNetChange';
