// What several rooms ask.

export const SYNC_HISTORY_TABLE = 'static_data_sync_history';
export const SYNC_FINDINGS_TABLE = 'static_data_sync_findings';
export const SYNC_CHANGES_TABLE = 'static_data_sync_changes';
