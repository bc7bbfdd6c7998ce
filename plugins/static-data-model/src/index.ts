/**
 * Reads an architecture repository: from files to records, entities, findings and changes. Pure:
 * no backend, no I/O, no clock.
 *
 * @packageDocumentation
 */

export { createYielder, inParallel, yieldToEventLoop } from './async';
export { collectLeaves, diffEntities } from './changes/diffEntities';
export {
  diffSnapshot,
  hashEntities,
  type HashedEntity,
  type SnapshotDiff,
  type SnapshotEntry,
  type UpdatedEntity,
} from './diff/diffSnapshot';
export { toChanges, type ChangeToRecord } from './changes/toChanges';
export { countApiRelationships } from './entities/countApiRelationships';
export { ANNOTATION_SOURCE_FILE } from './entities/createEntity';
export {
  listEntityReferences,
  type EntityReference,
} from './entities/listEntityReferences';
export type {
  EntityPresence,
  TransformContext,
} from './entities/RecordContext';
export type { SourcedEntity } from './entities/SourcedEntity';
export {
  compareByPath,
  SOURCE_LIMITS,
  type SourceFile,
  type SourceLocation,
  type UnreadableInput,
} from './files/SourceFile';
export type { SyntaxProblem } from './files/parseJson';
export { SyncFindingError, type ReportFinding } from './findings';
export {
  BUILD_FILE_NAMES,
  parseBuildFile,
  type ApplicationBuildFile,
  type BuildFileReferences,
} from './gradle/parseBuildFile';
export {
  guardRemovals,
  type GuardVerdict,
  type HeldEntry,
  type KnownRemovals,
  type RemovalLimits,
} from './guard/guardRemovals';
export {
  toHeldFinding,
  toRemovalsToHold,
  type RemovalToHold,
} from './guard/heldRemovals';
export type { ApplicationRepository } from './kinds/applications/repository';
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
export type { Kind, ParseContext, SourceRecord } from './kinds/Kind';
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
  describeRecords,
  parseSource,
  type ParseSourceOptions,
} from './source/parseSource';
export {
  checkVanished,
  createPathClassifier,
  dataFilesOf,
  type SourcePathUse,
} from './source/sourcePaths';
export {
  transformSource,
  type TransformedSource,
  type TransformSourceOptions,
} from './source/transformSource';
