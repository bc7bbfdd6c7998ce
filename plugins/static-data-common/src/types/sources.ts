import { SyncHealth } from './health';
import { RunningSync, SyncHistoryRecord } from './history';
import { SyncConfiguration } from './settings';
import { SourceSteering } from './steering';

/**
 * The id of the source in a configuration that names only one.
 *
 * @public
 */
export const DEFAULT_SOURCE_ID = 'default';

/**
 * Annotation with the id of the source that an entity comes from.
 *
 * @public
 */
export const ANNOTATION_SOURCE = 'static-data/source';

/**
 * A sync in a few words, as a mark in a row of many.
 *
 * @public
 */
export type SyncMark = Pick<
  SyncHistoryRecord,
  'id' | 'number' | 'status' | 'cancelledBy' | 'startTime' | 'durationMs'
>;

/**
 * A source, and how its syncs are doing.
 *
 * @public
 */
export interface SyncSource {
  /** As in the configuration; `default` if that names only one source. */
  id: string;
  /**
   * False if the source has left the configuration: it is not synchronised any more, and its entities
   * stay in the catalog until somebody releases them.
   */
  isConfigured: boolean;
  /** The configuration in force, or the last one; null if that is not known. */
  configuration: SyncConfiguration | null;
  /** Null if the source is not configured. */
  health: SyncHealth | null;
  /** Start of the latest sync whose data the catalog has, also of a source that has left; null if there is none. */
  dataAsOf: string | null;
  steering: SourceSteering;
  /** Entities that the catalog has from the source. */
  entityCount: number;
  /** The latest sync that is not a dry run. */
  latestSync: SyncHistoryRecord | null;
  runningSync: RunningSync | null;
  /** The latest 30 syncs that are not dry runs, newest first. */
  recentSyncs: SyncMark[];
}

/**
 * All sources: those of the configuration in its order, then those that have left it.
 *
 * @public
 */
export interface SyncSourceList {
  sources: SyncSource[];
}
