import { SyncHealthStatus } from '@internal/plugin-static-data-common';
import { MessageToDeliver } from './WebhookDeliveryStore';

/**
 * What webhooks are still to be told of. A sync is noted together with its record, so that
 * none is forgotten when a process dies.
 *
 * @public
 */
export interface AnnouncementStore {
  /** Ids of syncs that webhooks have not been told of, oldest first; no dry runs. */
  listSyncs(limit: number): Promise<string[]>;
  /**
   * Queues what there is to say of a sync, and forgets that it was to be said, in one
   * transaction. What is queued already is not queued again.
   */
  announceSync(syncId: string, messages: MessageToDeliver[]): Promise<void>;
  /** The health that webhooks were told of last; undefined before the first time. */
  getHealth(): Promise<SyncHealthStatus | undefined>;
  /**
   * Queues that the health has changed, and remembers it, in one transaction.
   *
   * @returns false, with nothing changed, if webhooks were last told of another than `previous`
   */
  announceHealth(change: {
    previous: SyncHealthStatus | undefined;
    status: SyncHealthStatus;
    messages: MessageToDeliver[];
  }): Promise<boolean>;
}
