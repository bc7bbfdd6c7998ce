/**
 * Reads an architecture repository: from files to records, entities, findings and changes. Pure:
 * no backend and no I/O.
 *
 * @packageDocumentation
 */

export * from './apis/findApiFindings';
export * from './async';
export {
  collectLeaves,
  diffEntities,
  diffEntitiesInThread,
} from './changes/diffEntities';
export * from './changes/findChangedLines';
export * from './changes/toChanges';
export * from './diff/diffSnapshot';
export * from './entities/countApiRelationships';
export { ANNOTATION_SOURCE_FILE } from './entities/createEntity';
export {
  ENTITY_REFERENCE_FIELDS,
  listEntityReferences,
} from './entities/listEntityReferences';
export type { EntityReference } from './entities/listEntityReferences';
export * from './entities/owners';
export type {
  EntityPresence,
  TransformContext,
} from './entities/RecordContext';
export type { SuggestName } from './entities/suggestNames';
export type { SourcedEntity } from './entities/SourcedEntity';
export type { SyntaxProblem } from './files/parseJson';
export * from './files/SourceFile';
export { decodeFile, toTooLargeFile, toUnfollowedLink } from './files/readText';
export {
  countOf,
  FindingCollector,
  limitFindings,
  SyncFindingError,
  type Problem,
  type ReportFinding,
} from './findings';
export type { AppliedScript } from './gradle/appliedScripts';
export {
  BUILD_FILE_NAMES,
  MAX_BUILD_FILE_SIZE,
  parseBuildFile,
  type ApiReference,
  type BuildFileReferences,
} from './gradle/parseBuildFile';
export * from './gradle/parseSettingsFile';
export type { IncludedProject } from './gradle/SettingsReader';
export * from './guard/guardRemovals';
export {
  toHeldFinding,
  toRemovalsToHold,
  type RemovalToHold,
} from './guard/heldRemovals';
export {
  listStatedConsumers,
  type StatedConsumers,
} from './kinds/applications/apiReferences';
export * from './kinds/applications/repository';
export {
  ContractDocumentCache,
  type ContractDocument,
  type ContractDocumentResult,
} from './kinds/contracts/contractDocument';
export type {
  ContractId,
  ContractPath,
  ContractType,
} from './kinds/contracts/contractPath';
export type { ContractRecord } from './kinds/contracts/contracts';
export type * from './kinds/Kind';
export {
  KINDS,
  mapKinds,
  type KindKey,
  type ParsedSource,
  type RecordOf,
  type SourceRecords,
  type SourceFilesConfig,
} from './kinds/kinds';
export {
  changesToMarkdown,
  joinMarkdown,
  toCode,
  toMarkdownList,
} from './markdown/changesToMarkdown';
export * from './markdown/listChanges';
export { toCurrentAddress } from './repositories/azureAddresses';
export { parseRepositoryAddress } from './repositories/parseRepositoryAddress';
export { isRef, listPlaces } from './repositories/places';
export {
  ANY_HOST,
  toAddressText,
  isAllowedRepository,
  toRepositoryName,
  type RepositoryAddress,
  type RepositoryAddressResult,
  type RepositoryHost,
} from './repositories/repositoryAddress';
export { candidatesOf } from './kinds/recordFilePath';
export * from './source/listDataSchemas';
export * from './source/parseSource';
export * from './source/readRecordFile';
export {
  checkVanished,
  createPathClassifier,
  dataFilesOf,
  type SourcePathUse,
} from './source/sourcePaths';
export * from './source/transformSource';
export { unlessTooMuch, workWithoutHurry } from './thread';
