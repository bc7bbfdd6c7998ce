import {
  WebhookDelivery,
  WebhookDeliveryState,
  WebhookMessage,
} from '@internal/plugin-static-data-common';

/**
 * A message to a webhook that is to be queued.
 *
 * @public
 */
export interface MessageToDeliver {
  webhookId: string;
  /** What it tells of: a webhook gets one message for each. */
  eventId: string;
  message: WebhookMessage;
}

/**
 * A message that a process is to send now.
 *
 * @public
 */
export interface ClaimedDelivery extends WebhookDelivery {
  /** When this attempt began, by the clock of the database; ISO 8601, UTC. */
  lastAttemptAt: string;
  /** The body of the request. */
  payload: string;
}

/**
 * How an attempt ended.
 *
 * @public
 */
export type DeliveryOutcome = { statusCode?: number; error?: string } & (
  | { state: 'delivered' | 'dead' }
  | {
      state: 'pending';
      /** Milliseconds until the next attempt. */
      retryAfterMs: number;
    }
);

/**
 * Messages to webhooks to read, newest first.
 *
 * @public
 */
export interface WebhookDeliveryQuery {
  webhookId?: string;
  state?: WebhookDeliveryState[];
  limit: number;
  /** Only those that sort after the one with this id: the end of the page before. */
  after?: string;
}

/**
 * Messages to webhooks: durable, sent at least once.
 *
 * @public
 */
export interface WebhookDeliveryStore {
  /** Queues a message, and claims it. */
  addClaimed(message: MessageToDeliver): Promise<ClaimedDelivery>;
  /**
   * Takes on the message to a webhook that is due for the longest time. The caller has to settle
   * it within 30 seconds; then somebody else may take it on.
   */
  claimNext(webhookId: string): Promise<ClaimedDelivery | undefined>;
  /**
   * Notes how an attempt ended, unless somebody else has taken the message on meanwhile.
   *
   * @returns the message as it stands then
   */
  settle(
    delivery: ClaimedDelivery,
    outcome: DeliveryOutcome,
  ): Promise<WebhookDelivery>;
  list(
    query: WebhookDeliveryQuery,
  ): Promise<{ deliveries: WebhookDelivery[]; hasMore: boolean }>;
  countPending(webhookId: string): Promise<number>;
}
