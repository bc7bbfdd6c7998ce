/**
 * What an architecture repository holds, and what becomes of it: files, records, entities,
 * findings and changes. Pure: no backend, no input or output, no clock.
 *
 * @packageDocumentation
 */

export { createYielder, inParallel, yieldToEventLoop } from './async';
export { collectLeaves } from './diff/collectLeaves';
export { diffEntities } from './diff/diffEntities';
export { diffSnapshot, type SnapshotDiff } from './diff/diffSnapshot';
export { hashEntities, type HashedEntity } from './diff/hashEntities';
export { toChanges } from './diff/toChanges';
export type { ChangeToRecord, SnapshotEntry } from './diff/types';
export {
  listEntityReferences,
  type EntityReference,
} from './entities/listEntityReferences';
export { SyncStepError, type ReportFinding } from './findings';
export { parseBuildFile } from './gradle/parseBuildFile';
export {
  guardRemovals,
  type GuardVerdict,
  type KnownRemovals,
} from './guard/guardRemovals';
export { toHeldFinding } from './guard/toHeldFinding';
export { toRemovalsToHold, type RemovalToHold } from './guard/toRemovalsToHold';
export { ContractDocumentCache } from './parse/ContractDocumentCache';
export { parseSource } from './parse/parseSource';
export type {
  ApplicationBuildFile,
  ApplicationRecord,
  ParsedSource,
} from './parse/types';
export { checkVanished } from './source/checkVanished';
export {
  SOURCE_LIMITS,
  type ApplicationRepository,
  type SourceFile,
  type SourceFilesConfig,
} from './source/SourceFile';
export {
  BUILD_FILE_NAMES,
  compareByPath,
  createPathClassifier,
  dataFilesOf,
  type SourcePathUse,
} from './source/sourcePaths';
export { countApiRelationships } from './transform/countApiRelationships';
export { ANNOTATION_SOURCE_FILE } from './transform/createEntity';
export { transformSource } from './transform/transformSource';
