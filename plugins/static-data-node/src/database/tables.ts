import {
  ConfirmationStatus,
  SyncChangeType,
  SyncFinding,
  SyncFindingCode,
  SyncFindingState,
  SyncLogLevel,
  SyncPhase,
  SyncStatus,
  SyncStep,
  SyncType,
  WebhookDeliveryState,
} from '@internal/plugin-static-data-common';

/**
 * A time as a database gives it: PostgreSQL a Date, SQLite the ISO 8601 string that
 * was stored. Always written as such a string, or by the clock of the database.
 */
export type TimeColumn = Date | string;

/** SQLite gives 0 or 1. */
export type BooleanColumn = boolean | number;

/** JSON; text on every database. */
export type JsonColumn = string;

export const SYNC_HISTORY_TABLE = 'static_data_sync_history';

export interface SyncHistoryRow {
  id: string;
  sync_type: SyncType;
  start_time: TimeColumn;
  end_time: TimeColumn;
  duration_ms: number;
  status: SyncStatus;
  stats: JsonColumn;
  errors: JsonColumn | null;
  warnings: JsonColumn | null;
  triggered_by: string | null;
  config_snapshot: JsonColumn;
  revision: string | null;
  steps: JsonColumn;
  dry_run: BooleanColumn;
  total_entities: number;
  error_count: number;
  warning_count: number;
  /** Drawn from the lease of a process that died. */
  inferred: BooleanColumn;
  repositories: JsonColumn | null;
  confirmation: JsonColumn | null;
  commit: JsonColumn | null;
}

export const SNAPSHOT_TABLE = 'static_data_snapshot';

export interface SnapshotRow {
  entity_ref: string;
  kind: string;
  hash: string;
  source_file: string;
}

export const ENTITY_VERSIONS_TABLE = 'static_data_entity_versions';

export interface EntityVersionRow {
  hash: string;
  /** Start of the latest sync that came upon the version or replaced it. */
  last_used_at: TimeColumn;
  entity: JsonColumn;
}

export const BUILD_FILES_TABLE = 'static_data_build_files';

export interface BuildFileRow {
  repository: string;
  path: string;
  etag: string | null;
  provides_apis: JsonColumn;
  consumes_apis: JsonColumn;
}

export const RUNNING_SYNC_TABLE = 'static_data_running_sync';

export interface RunningSyncRow {
  /** Always 1. */
  id: number;
  sync_id: string;
  sync_type: SyncType;
  triggered_by: string | null;
  dry_run: BooleanColumn;
  config_snapshot: JsonColumn;
  step: SyncStep;
  step_start_time: TimeColumn;
  progress_done: number | null;
  progress_total: number | null;
  start_time: TimeColumn;
  last_heartbeat: TimeColumn;
  expires_at: TimeColumn;
}

export const REFRESH_REQUESTS_TABLE = 'static_data_refresh_requests';

export interface RefreshRequestRow {
  sync_id: string;
  sync_type: Exclude<SyncType, 'SCHEDULED'>;
  triggered_by: string;
  /** The pushed commit; null where the request is no push. */
  commit: string | null;
  dry_run: BooleanColumn;
  /** Empty where the request names none: a unique index does not compare nulls. */
  ref: string;
  created_at: TimeColumn;
}

export const SYNC_STATE_TABLE = 'static_data_sync_state';

export interface SyncStateRow {
  /** Always 1. */
  id: number;
  last_applied_sync_id: string | null;
  last_applied_at: TimeColumn | null;
  last_success_at: TimeColumn | null;
  last_full_apply_at: TimeColumn | null;
  revision: string | null;
  fingerprint: string | null;
  store_id: string;
  /** PostgreSQL gives large integers as strings. */
  history_version: number | string;
}

export const CONFIGURATIONS_TABLE = 'static_data_configurations';

export interface ConfigurationRow {
  id: number;
  configuration: JsonColumn;
  first_seen_at: TimeColumn;
}

export const SYNC_FINDINGS_TABLE = 'static_data_sync_findings';

export interface SyncFindingRow {
  sync_id: string;
  /** In the order to read, from 0. */
  position: number;
  state: SyncFindingState;
  severity: SyncFinding['severity'];
  phase: SyncPhase;
  code: SyncFindingCode;
  message: string;
  hint: string;
  file: string | null;
  line: number | null;
  entity_ref: string | null;
  stack_trace: string | null;
}

export const SYNC_LOGS_TABLE = 'static_data_sync_logs';

export interface SyncLogRow {
  sync_id: string;
  /** In the log of the sync, from 0. */
  position: number;
  time: TimeColumn;
  level: SyncLogLevel;
  step: SyncStep;
  message: string;
}

export const HELD_REMOVALS_TABLE = 'static_data_held_removals';

export interface HeldRemovalRow {
  entity_ref: string;
  kind: string;
  source_file: string;
  reason: string;
  held_since: TimeColumn;
  held_by_sync_id: string;
  dependents: JsonColumn;
  dependent_count: number;
  approved_by: string | null;
  approved_at: TimeColumn | null;
}

export const SYNC_CHANGES_TABLE = 'static_data_sync_changes';

export interface SyncChangeRow {
  sync_id: string;
  change: SyncChangeType;
  kind: string;
  entity_ref: string;
  /** Of the sync. */
  start_time: TimeColumn;
  source_file: string;
  source_line: number | null;
  previous_hash: string | null;
  hash: string | null;
  /** Only for what was sent. */
  confirmation: ConfirmationStatus | null;
  confirmation_reason: string | null;
  confirmation_checked_at: TimeColumn | null;
  differences: JsonColumn | null;
}

export const UNANNOUNCED_SYNCS_TABLE = 'static_data_unannounced_syncs';

export interface UnannouncedSyncRow {
  sync_id: string;
  recorded_at: TimeColumn;
}

export const TOLD_STATES_TABLE = 'static_data_told_states';

export interface ToldStateRow {
  name: string;
  /** As recipients were told last. */
  value: string;
  /** Changes of `value` so far. */
  revision: number;
}

export const MESSAGES_TABLE = 'static_data_messages';

export interface MessageRow {
  id: string;
  recipient: string;
  /** A recipient gets one message for each event. */
  event_id: string;
  type: string;
  state: WebhookDeliveryState;
  attempts: number;
  created_at: TimeColumn;
  last_attempt_at: TimeColumn | null;
  /** Only while pending; during an attempt, when it counts as lost. */
  next_attempt_at: TimeColumn | null;
  /** Of the last answer. */
  status_code: number | null;
  /** Of the last attempt. */
  error: string | null;
  /** As it is sent. */
  payload: JsonColumn;
}
