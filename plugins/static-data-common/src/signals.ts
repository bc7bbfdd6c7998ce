/**
 * Channel of the signals that notify browsers of syncs. Message: {@link SyncSignal}.
 *
 * @public
 */
export const STATIC_DATA_SIGNAL_CHANNEL = 'static-data';

/**
 * Message on {@link STATIC_DATA_SIGNAL_CHANNEL}: that there is news of a sync, that somebody has
 * steered a source, or that the backend has started, in which case signals may have been lost. Every browser
 * receives it, so it contains nothing but the id of the sync or the time of the start, in ISO 8601.
 *
 * @public
 */
export type SyncSignal =
  | { type: 'sync-progress' | 'sync-ended'; syncId: string }
  | { type: 'source-steered' }
  | { type: 'backend-started'; startedAt: string };
