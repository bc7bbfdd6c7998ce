import { JsonObject } from '@backstage/types';
import { SyncPhaseTiming } from '@internal/plugin-static-data-common';
import { DatabaseName } from '../backend/databases';
import { OwnBlock } from '../measure/findLongestOwnBlock';

/** Who synchronises. */
export type Variant = 'ours' | 'plain';

export const SYNC_CASES = [
  'first sync',
  'unchanged commit',
  '1 % changed',
] as const;

/** What a sync has to do. */
export type SyncCase = (typeof SYNC_CASES)[number];

/** What one process measures. */
export interface WriteJob {
  variant: Variant;
  /** Configuration under the key `backend.database`. */
  database: JsonObject;
  /** The source, as it was first written; the process revises it. */
  directory: string;
  entities: number;
  /** File for the {@link WriteResult}. */
  resultFile: string;
}

/** What one sync took. */
export interface SyncMeasurement {
  ms: number;
  /** Time of the processor in this process. */
  cpuMs: number;
  /** Time that the store took to write what the sync leaves behind; 0 for `plain`. */
  completeMs: number;
  longestOwnBlock: OwnBlock;
  /** Bytes by which the database of the store grew; 0 for `plain`. */
  grownBytes: number;
  /** As the record of the sync says; empty for `plain`. */
  phases: SyncPhaseTiming[];
}

/** What one process has measured. */
export interface WriteResult {
  cases: Record<SyncCase, SyncMeasurement>;
  /** Largest resident set size of the process, in bytes. */
  peakMemory: number;
  /** Number of entities that the catalog was told of in the end. */
  entities: number;
  /** Digest of these entities. */
  digest: string;
}

/** A result, with what was measured. */
export interface WriteMeasurement {
  variant: Variant;
  database: DatabaseName;
  entities: number;
  result: WriteResult;
}
