import { SyncHealth } from './health';
import { RepositoryHostType } from './repositoryHosts';
import { SyncStatistics } from './statistics';
import { SourceSteering } from './steering';
import { RunningSync, SyncConfigSnapshot, SyncHistoryRecord } from './history';

/**
 * The configuration in force.
 *
 * @public
 */
export interface SyncConfiguration extends SyncConfigSnapshot {
  scheduleFrequency: string;
  /** When this configuration was first seen; ISO 8601, UTC. */
  lastConfigUpdate: string;
}

/**
 * The overview of the synchronisation.
 *
 * @public
 */
export interface SyncSettings {
  configuration: SyncConfiguration;
  /** The latest sync that is not a dry run. */
  latestSync: SyncHistoryRecord | null;
  runningSync: RunningSync | null;
  statistics: SyncStatistics;
  health: SyncHealth;
  steering: SourceSteering;
  /** The kinds of hosts that build files of the source's applications are on; absent for a directory, which has them. */
  applicationHostTypes?: RepositoryHostType[];
}
