import { SyncHealthStatus } from './health';
import { SyncStatus, SyncType } from './history';
import { CursorPagination } from './pagination';
import { Unreadable } from './unreadable';

/**
 * All values of {@link WebhookEventType}.
 *
 * @public
 */
export const WEBHOOK_EVENT_TYPES = [
  'sync.completed',
  'sync.changed',
  'sync.failed',
  'sync.cancelled',
  'removals.held',
  'health.changed',
] as const;

/**
 * The events that webhooks can subscribe to.
 *
 * - `sync.completed`: a sync ended with `SUCCESS` or `PARTIAL_SUCCESS`
 * - `sync.changed`: a sync added, updated or removed entities; comes besides `sync.completed`
 * - `sync.failed`: a sync ended with `FAILURE`, and not because somebody cancelled it
 * - `sync.cancelled`: a sync ended because somebody cancelled it
 * - `removals.held`: a sync held removals that were not held before
 * - `health.changed`: the health status has changed
 *
 * @public
 */
export type WebhookEventType = (typeof WEBHOOK_EVENT_TYPES)[number];

/**
 * The type of a message to a webhook; `webhook.test` is sent on request, to try the webhook.
 *
 * @public
 */
export type WebhookMessageType = WebhookEventType | 'webhook.test';

/**
 * `data` of a message of type `sync.completed`, `sync.changed`, `sync.failed` or `sync.cancelled`.
 *
 * @public
 */
export interface WebhookSyncData {
  syncId: string;
  /** Id of the source that was synchronised. */
  source: string;
  /** What people call the sync by, as in #118. */
  number: number;
  status: SyncStatus;
  /** As in {@link SyncHistoryRecord}. */
  cancelledBy?: string;
  syncType: SyncType;
  /** ISO 8601, UTC. */
  startTime: string;
  /** ISO 8601, UTC. */
  endTime: string;
  /** Milliseconds. */
  durationMs: number;
  /** Commit of the source, or a digest of the directory's content. */
  revision?: string;
  totalEntities: number;
  entitiesAdded: number;
  entitiesUpdated: number;
  entitiesRemoved: number;
  removalsHeld: number;
  errorCount: number;
  warningCount: number;
  /** Page of the sync; absent if `app.baseUrl` is not configured. */
  link?: string;
}

/**
 * `data` of a message of type `removals.held`.
 *
 * @public
 */
export interface WebhookHeldRemovalsData {
  /** The sync that held additional removals. */
  syncId: string;
  /** Id of its source. */
  source: string;
  /** Removals that this sync was the first to hold. */
  newlyHeld: number;
  /** All removals that are held and not approved. */
  held: number;
  /** Page of the sync; absent if `app.baseUrl` is not configured. */
  link?: string;
}

/**
 * `data` of a message of type `health.changed`.
 *
 * @public
 */
export interface WebhookHealthData {
  /** Id of the source whose syncs it is about. */
  source: string;
  status: SyncHealthStatus;
  previousStatus: SyncHealthStatus;
  /** The problems found, in words. */
  reasons: string[];
  consecutiveFailures: number;
  /** Start of the latest sync that applied anything; ISO 8601, UTC. */
  dataAsOf: string | null;
  /** Page of the synchronisation; absent if `app.baseUrl` is not configured. */
  link?: string;
}

/**
 * `data` of a message of type `webhook.test`.
 *
 * @public
 */
export interface WebhookTestData {
  webhookId: string;
  /** Page of the synchronisation; absent if `app.baseUrl` is not configured. */
  link?: string;
}

/**
 * Body of a request to a webhook. Signed according to Standard Webhooks, with the headers `webhook-id`,
 * `webhook-timestamp` and `webhook-signature`.
 *
 * @public
 */
export type WebhookMessage = {
  /** When it happened; ISO 8601, UTC. */
  timestamp: string;
} & (
  | {
      type:
        | 'sync.completed'
        | 'sync.changed'
        | 'sync.failed'
        | 'sync.cancelled';
      data: WebhookSyncData;
    }
  | { type: 'removals.held'; data: WebhookHeldRemovalsData }
  | { type: 'health.changed'; data: WebhookHealthData }
  | { type: 'webhook.test'; data: WebhookTestData }
);

/**
 * All values of {@link WebhookDeliveryState}.
 *
 * @public
 */
export const WEBHOOK_DELIVERY_STATES = [
  'pending',
  'delivered',
  'dead',
] as const;

/**
 * The state of the delivery of a message.
 *
 * - `pending`: not accepted yet; tried again at `nextAttemptAt`
 * - `delivered`: the receiver answered with a 2xx status
 * - `dead`: given up, because of the receiver's answer or after 24 hours
 *
 * @public
 */
export type WebhookDeliveryState = (typeof WEBHOOK_DELIVERY_STATES)[number];

/**
 * A message to a webhook, and the state of its delivery.
 *
 * @public
 */
export interface WebhookDelivery extends Unreadable {
  /** Header `webhook-id` of every attempt. UUID version 7: sorts by time. */
  id: string;
  webhookId: string;
  type: WebhookMessageType;
  state: WebhookDeliveryState;
  /** How often it was sent. */
  attempts: number;
  /** ISO 8601, UTC. */
  createdAt: string;
  /** ISO 8601, UTC; absent before the first attempt. */
  lastAttemptAt?: string;
  /** ISO 8601, UTC; only while it is pending. */
  nextAttemptAt?: string;
  /** HTTP status of the last answer; absent if there was none. */
  statusCode?: number;
  /** Why the last attempt did not succeed. */
  error?: string;
}

/**
 * A webhook of the configuration, without its secret.
 *
 * @public
 */
export interface ConfiguredWebhook {
  id: string;
  /** With `***` instead of the path and the query string, which may contain a token. */
  url: string;
  events: WebhookEventType[];
  /** Messages that are not delivered yet. */
  pending: number;
  /** The latest message; null if there was none. */
  lastDelivery: WebhookDelivery | null;
}

/**
 * The webhooks of the configuration, in its order.
 *
 * @public
 */
export interface WebhookList {
  webhooks: ConfiguredWebhook[];
}

/**
 * One page of messages to webhooks, newest first.
 *
 * @public
 */
export interface WebhookDeliveryPage {
  deliveries: WebhookDelivery[];
  pagination: CursorPagination;
}

/**
 * The result of testing a webhook.
 *
 * @public
 */
export interface WebhookTestResult {
  delivery: WebhookDelivery;
}
