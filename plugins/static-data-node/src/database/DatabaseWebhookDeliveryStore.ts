import { WebhookDelivery } from '@internal/plugin-static-data-common';
import { Knex } from 'knex';
import {
  ClaimedDelivery,
  DeliveryOutcome,
  MessageToDeliver,
  WebhookDeliveryQuery,
  WebhookDeliveryStore,
} from '../store';
import { toIsoString, toOptionalIsoString, toStorableText } from './columns';
import { databaseTime } from './dialect';
import { toDeliveryRow } from './insertMessages';
import { WEBHOOK_DELIVERIES_TABLE, WebhookDeliveryRow } from './tables';

/** Longer than an attempt may take. */
const CLAIM_SECONDS = 30;

/** All but the message itself. */
const LIST_COLUMNS = [
  'id',
  'webhook_id',
  'type',
  'state',
  'attempts',
  'created_at',
  'last_attempt_at',
  'next_attempt_at',
  'status_code',
  'error',
] as const;

type ListedRow = Pick<WebhookDeliveryRow, (typeof LIST_COLUMNS)[number]>;

/** Messages to webhooks, in a database. */
export class DatabaseWebhookDeliveryStore implements WebhookDeliveryStore {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  async addClaimed(message: MessageToDeliver): Promise<ClaimedDelivery> {
    const [row] = await this.#rows()
      .insert({
        ...toDeliveryRow(message),
        attempts: 1,
        created_at: databaseTime(this.#knex),
        last_attempt_at: databaseTime(this.#knex),
        next_attempt_at: databaseTime(this.#knex, CLAIM_SECONDS),
      })
      .returning('*');
    return toClaimedDelivery(row);
  }

  async claimNext(webhookId: string): Promise<ClaimedDelivery | undefined> {
    const due = () =>
      this.#rows()
        .where({ webhook_id: webhookId, state: 'pending' })
        .where('next_attempt_at', '<=', databaseTime(this.#knex));
    // The condition again: on PostgreSQL another process may have taken it on in between.
    const [row] = await due()
      .where(
        'id',
        due().orderBy(['next_attempt_at', 'id']).limit(1).select('id'),
      )
      .update({
        attempts: this.#knex.raw('attempts + 1'),
        last_attempt_at: databaseTime(this.#knex),
        next_attempt_at: databaseTime(this.#knex, CLAIM_SECONDS),
      })
      .returning('*');
    return row && toClaimedDelivery(row);
  }

  async settle(
    { id, attempts }: ClaimedDelivery,
    outcome: DeliveryOutcome,
  ): Promise<WebhookDelivery> {
    const { state, statusCode, error } = outcome;
    await this.#rows()
      .where({ id, attempts, state: 'pending' })
      .update({
        state,
        next_attempt_at:
          outcome.state === 'pending'
            ? databaseTime(this.#knex, Math.ceil(outcome.retryAfterMs / 1000))
            : null,
        status_code: statusCode ?? null,
        error: error === undefined ? null : toStorableText(error),
      });
    const row: ListedRow = await this.#rows()
      .where({ id })
      .first([...LIST_COLUMNS]);
    return toWebhookDelivery(row);
  }

  async list(
    query: WebhookDeliveryQuery,
  ): Promise<{ deliveries: WebhookDelivery[]; hasMore: boolean }> {
    const { limit } = query;
    const rows = await this.#listRows(query);
    return {
      deliveries: rows.slice(0, limit).map(toWebhookDelivery),
      hasMore: rows.length > limit,
    };
  }

  async countPending(webhookId: string): Promise<number> {
    const [{ count }] = await this.#rows()
      .where({ webhook_id: webhookId, state: 'pending' })
      .count({ count: '*' });
    return Number(count);
  }

  async #listRows(query: WebhookDeliveryQuery): Promise<ListedRow[]> {
    const { webhookId, state, limit, after } = query;
    const page = this.#rows()
      .orderBy('id', 'desc')
      // One more than was asked for, to see whether there is more.
      .limit(limit + 1)
      .select(LIST_COLUMNS);
    if (webhookId !== undefined) {
      page.where({ webhook_id: webhookId });
    }
    if (state) {
      page.whereIn('state', state);
    }
    if (after !== undefined) {
      page.where('id', '<', after);
    }
    return page;
  }

  #rows(): Knex.QueryBuilder<WebhookDeliveryRow> {
    return this.#knex<WebhookDeliveryRow>(WEBHOOK_DELIVERIES_TABLE);
  }
}

function toWebhookDelivery(row: ListedRow): WebhookDelivery {
  return {
    id: row.id,
    webhookId: row.webhook_id,
    type: row.type,
    state: row.state,
    attempts: row.attempts,
    createdAt: toIsoString(row.created_at),
    lastAttemptAt: toOptionalIsoString(row.last_attempt_at),
    nextAttemptAt: toOptionalIsoString(row.next_attempt_at),
    statusCode: row.status_code ?? undefined,
    error: row.error ?? undefined,
  };
}

function toClaimedDelivery(row: WebhookDeliveryRow): ClaimedDelivery {
  return {
    ...toWebhookDelivery(row),
    lastAttemptAt: toIsoString(row.last_attempt_at!),
    payload: row.payload,
  };
}
