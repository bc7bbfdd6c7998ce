/**
 * Channel of the signals that tell browsers of syncs. Message: {@link SyncSignal}.
 *
 * @public
 */
export const STATIC_DATA_SIGNAL_CHANNEL = 'static-data';

/**
 * Message on {@link STATIC_DATA_SIGNAL_CHANNEL}: that there is something new to ask for. Every
 * browser gets it, so it names the sync and says nothing of it.
 *
 * @public
 */
export type SyncSignal = {
  type: 'sync-progress' | 'sync-ended';
  syncId: string;
};
