// What several rooms ask.

export const SYNC_HISTORY_TABLE = 'static_data_sync_history';
export const SYNC_FINDINGS_TABLE = 'static_data_sync_findings';
export const SYNC_CHANGES_TABLE = 'static_data_sync_changes';

export const SNAPSHOT_TABLE = 'static_data_snapshot';
export const REFRESH_REQUESTS_TABLE = 'static_data_refresh_requests';
export const STEERING_ACTS_TABLE = 'static_data_steering_acts';

/** Those that have nothing but how a source is now: without them, its syncs write it again. */
export const TABLES_OF_LATEST = [
  'static_data_running_sync',
  REFRESH_REQUESTS_TABLE,
  'static_data_configurations',
  'static_data_active_sources',
  'static_data_held_removals',
  'static_data_claims',
  'static_data_build_files',
  'static_data_sync_state',
  'static_data_told_states',
  'static_data_pull_requests',
];

/** The tables whose rows say in the column `source_id` which source they are about. */
export const TABLES_OF_SOURCES = [
  SYNC_HISTORY_TABLE,
  SYNC_CHANGES_TABLE,
  SNAPSHOT_TABLE,
  STEERING_ACTS_TABLE,
  ...TABLES_OF_LATEST,
];
