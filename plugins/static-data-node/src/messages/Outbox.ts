import {
  MAX_MESSAGE_LENGTH,
  toSafeText,
  WEBHOOK_DELIVERY_STATES,
  WebhookDelivery,
} from '@internal/plugin-static-data-common';
import { Knex } from 'knex';
import { v7 as uuid } from 'uuid';
import {
  DELETION_BATCH_SIZE,
  deleteInBatches,
  insertRows,
} from '../database/batches';
import {
  columnsOf,
  RowIn,
  TimeColumn,
  toStorableText,
} from '../database/columns';
import { databaseTime } from '../database/dialect';
import { countRows, readPage, whereMatches } from '../database/queries';
import { UnreadableRows } from '../database/UnreadableRows';

const UNANNOUNCED_SYNCS_TABLE = 'static_data_unannounced_syncs';

interface UnannouncedSyncRow {
  sync_id: string;
  recorded_at: TimeColumn;
}

const TOLD_STATES_TABLE = 'static_data_told_states';

interface ToldStateRow extends Required<Omit<ToldState, 'source'>> {
  source_id: string;
}

const MESSAGES_TABLE = 'static_data_messages';

/** Longer than an attempt may take. */
const CLAIM_SECONDS = 60;

/**
 * Whoever sends a message gives up after 24 hours. This is for messages that nobody sends any
 * more, because the recipient has left the configuration; an hour later, so as not to interfere.
 */
const ABANDONED_AFTER_SECONDS = 25 * 60 * 60;

/**
 * Why a message is not sent whose recipient has left the configuration.
 *
 * @public
 */
export const NOT_CONFIGURED_ERROR =
  'Not configured: the recipient is no longer in the configuration';

/**
 * A message to be queued.
 *
 * @public
 */
export interface NewMessage {
  /** Id of a webhook, or another name that says who gets it. */
  recipient: string;
  /** What it is about: a recipient gets one message for each event. */
  eventId: string;
  type: string;
  /** Sent as JSON. */
  payload: object;
}

/**
 * A message in the outbox.
 *
 * @public
 */
export interface OutboxMessage
  extends Omit<WebhookDelivery, 'webhookId' | 'type'> {
  recipient: string;
  type: string;
  /** JSON. */
  payload: string;
}

const MESSAGE_COLUMNS = columnsOf<OutboxMessage>()({
  id: 'text',
  recipient: 'text',
  type: 'text',
  state: { oneOf: WEBHOOK_DELIVERY_STATES, otherwise: 'dead' },
  attempts: 'number',
  createdAt: 'time',
  lastAttemptAt: { optional: 'time' },
  nextAttemptAt: { optional: 'time' },
  statusCode: { optional: 'number' },
  error: 'text',
  payload: 'text',
});

interface MessageRow extends RowIn<typeof MESSAGE_COLUMNS> {
  /** A recipient gets one message for each event. */
  event_id: string;
}

/**
 * How an attempt ended.
 *
 * @public
 */
export type AttemptOutcome = { statusCode?: number; error?: string } & (
  | { state: 'delivered' | 'dead' }
  | {
      state: 'pending';
      /** Milliseconds until the next attempt. */
      retryAfterMs: number;
    }
);

/**
 * Messages to read, newest first.
 *
 * @public
 */
export interface OutboxQuery {
  recipient?: string;
  /** Leaves out the messages to these recipients. */
  exceptRecipients?: string[];
  state?: OutboxMessage['state'][];
  limit: number;
  /** Only messages that sort after the one with this id: the end of the page before. */
  after?: string;
}

/**
 * The last value of something about a source that recipients are told when it changes, such as its health
 * status.
 *
 * @public
 */
export interface ToldState {
  /** Id of the source. */
  source: string;
  name: string;
  /** Undefined if they have not been told anything yet. */
  value?: string;
  /** Number of changes so far. */
  revision: number;
}

/**
 * Messages to the outside world: durable, each sent at least once. What they are derived from is
 * kept here too, and changes in the same transaction in which they are queued.
 *
 * @public
 */
export class Outbox {
  constructor(
    private readonly knex: Knex,
    private readonly unreadable = new UnreadableRows(),
  ) {}

  /** Notes, in the transaction that records a sync, that it has to be announced. */
  async noteSync(tx: Knex.Transaction, syncId: string): Promise<void> {
    await tx<UnannouncedSyncRow>(UNANNOUNCED_SYNCS_TABLE)
      .insert({ sync_id: syncId, recorded_at: databaseTime(tx) })
      .onConflict('sync_id')
      .ignore();
  }

  /** Ids of syncs that have not been announced, in the order in which they were recorded. */
  async listUnannouncedSyncs(limit: number): Promise<string[]> {
    return this.knex<UnannouncedSyncRow>(UNANNOUNCED_SYNCS_TABLE)
      .orderBy(['recorded_at', 'sync_id'])
      .limit(limit)
      .pluck('sync_id');
  }

  /**
   * Queues the messages about a sync, remembers what they tell of its source, and marks the sync as announced,
   * in one transaction. Does nothing if it was announced before.
   */
  async announceSync(
    syncId: string,
    messages: NewMessage[],
    told: Array<Required<Pick<ToldState, 'source' | 'name' | 'value'>>> = [],
  ): Promise<void> {
    await this.knex.transaction(async tx => {
      // First, so that another process waits, and then knows.
      const unannounced = await tx<UnannouncedSyncRow>(UNANNOUNCED_SYNCS_TABLE)
        .where({ sync_id: syncId })
        .delete();
      if (unannounced === 0) {
        return;
      }
      await enqueue(tx, messages);
      await insertRows(
        tx,
        TOLD_STATES_TABLE,
        told.map(({ source, name, value }) => ({
          source_id: source,
          name,
          value,
          revision: 1,
        })),
        `(source_id, name) do update set
           value = excluded.value,
           revision = ${TOLD_STATES_TABLE}.revision + 1`,
      );
    });
  }

  /** Everything that recipients were last told of a source. */
  async listTold(source: string): Promise<Required<ToldState>[]> {
    const rows = await this.knex<ToldStateRow>(TOLD_STATES_TABLE)
      .where({ source_id: source })
      .orderBy('name')
      .select('name', 'value', 'revision');
    return rows.map(row => ({ source, ...row }));
  }

  /** The value that recipients were last told. */
  async getTold(source: string, name: string): Promise<ToldState> {
    const told = await this.knex<ToldStateRow>(TOLD_STATES_TABLE)
      .where({ source_id: source, name })
      .first('value', 'revision');
    return { source, name, ...(told ?? { revision: 0 }) };
  }

  /**
   * Queues messages about a change, and remembers the new value, in one transaction.
   *
   * @param told - what was told before
   * @returns false, with nothing changed, if something else has been told in the meantime
   */
  async tell(
    { source, name, revision }: ToldState,
    value: string,
    messages: NewMessage[],
  ): Promise<boolean> {
    return this.knex.transaction(async tx => {
      const rows = tx<ToldStateRow>(TOLD_STATES_TABLE);
      const changed =
        revision === 0
          ? rows
              .insert({ source_id: source, name, value, revision: 1 })
              .onConflict(['source_id', 'name'])
              .ignore()
          : rows
              .where({ source_id: source, name, revision })
              .update({ value, revision: revision + 1 });
      const isChanged = (await changed.returning('name')).length > 0;
      if (isChanged) {
        await enqueue(tx, messages);
      }
      return isChanged;
    });
  }

  /** Queues a message, and claims it. */
  async addClaimed(message: NewMessage): Promise<OutboxMessage> {
    const [row] = await this.#messages()
      .insert({ ...toRow(this.knex, message), ...this.#claim(), attempts: 1 })
      .returning('*');
    return this.#read(row);
  }

  /**
   * Claims the message to a recipient that has been due for the longest time. The caller has to
   * settle it within a minute; after that another process may claim it.
   *
   * @param options - `inOrder`: only the oldest of the pending messages, once it is due, so that
   *   none overtakes another
   */
  async claimNext(
    recipient: string,
    options?: { inOrder: boolean },
  ): Promise<OutboxMessage | undefined> {
    const pending = () =>
      this.#messages()
        .where({ recipient, state: 'pending' })
        .limit(1)
        .select('id');
    const isDue = ['next_attempt_at', '<=', databaseTime(this.knex)] as const;
    const next = options?.inOrder
      ? pending().orderBy(['created_at', 'id'])
      : pending()
          .where(...isDue)
          .orderBy(['next_attempt_at', 'id']);
    const [row] = await this.#messages()
      .where('id', next)
      // Again: on PostgreSQL another process may have claimed it in between.
      .where({ state: 'pending' })
      .where(...isDue)
      .update({ ...this.#claim(), attempts: this.knex.raw('attempts + 1') })
      .returning('*');
    return row && this.#read(row);
  }

  /**
   * Notes how an attempt ended, unless another process has claimed the message in the meantime.
   *
   * @returns the message as it is then
   */
  async settle(
    { id, attempts }: OutboxMessage,
    outcome: AttemptOutcome,
  ): Promise<OutboxMessage> {
    const { state, statusCode, error } = outcome;
    await this.#messages()
      .where({ id, attempts, state: 'pending' })
      .update({
        state,
        next_attempt_at:
          outcome.state === 'pending'
            ? databaseTime(this.knex, Math.ceil(outcome.retryAfterMs / 1000))
            : null,
        status_code: statusCode ?? null,
        error:
          error === undefined
            ? null
            : toStorableText(toSafeText(error, MAX_MESSAGE_LENGTH)),
      });
    return this.#read(await this.#messages().where({ id }).first());
  }

  /** Messages, newest first, and whether there are more. */
  async list(
    query: OutboxQuery,
  ): Promise<{ messages: OutboxMessage[]; hasMore: boolean }> {
    const { recipient, exceptRecipients, state, limit, after } = query;
    const page = this.#messages()
      .modify(whereMatches, { recipient, state })
      .orderBy('id', 'desc');
    if (exceptRecipients !== undefined) {
      page.whereNotIn('recipient', exceptRecipients);
    }
    if (after !== undefined) {
      page.where('id', '<', after);
    }
    const { rows, hasMore } = await readPage<MessageRow>(page, limit);
    return { messages: rows.map(row => this.#read(row)), hasMore };
  }

  /** Number of messages to a recipient that are not delivered yet. */
  async countPending(recipient: string): Promise<number> {
    return countRows(this.#messages().where({ recipient, state: 'pending' }));
  }

  /**
   * Gives up on messages that nobody sends, and deletes those queued before a time (ISO 8601),
   * in batches.
   *
   * @param recipients - those in the configuration
   */
  async trim(before: string, recipients: string[]): Promise<void> {
    const abandoned = () =>
      this.#messages()
        .where({ state: 'pending' })
        .where(
          'created_at',
          '<',
          databaseTime(this.knex, -ABANDONED_AFTER_SECONDS),
        );
    const dead = { state: 'dead', next_attempt_at: null } as const;
    await abandoned()
      .whereNotIn('recipient', recipients)
      .update({ ...dead, error: NOT_CONFIGURED_ERROR });
    await abandoned().update({
      ...dead,
      error: 'Not delivered within 24 hours',
    });
    const old = () =>
      this.#messages()
        .where('created_at', '<', before)
        .limit(DELETION_BATCH_SIZE)
        .select('id');
    await deleteInBatches(() => this.#messages().whereIn('id', old()).delete());
  }

  #read(row: MessageRow): OutboxMessage {
    return this.unreadable.note(
      'message',
      row.id,
      MESSAGE_COLUMNS.fromRow(row),
    );
  }

  /** Columns of a message for which an attempt begins. */
  #claim() {
    return {
      last_attempt_at: databaseTime(this.knex),
      next_attempt_at: databaseTime(this.knex, CLAIM_SECONDS),
    };
  }

  #messages(): Knex.QueryBuilder<MessageRow> {
    return this.knex<MessageRow>(MESSAGES_TABLE);
  }
}

/** Queues messages, except those that are queued already. */
async function enqueue(
  tx: Knex.Transaction,
  messages: NewMessage[],
): Promise<void> {
  await insertRows(
    tx,
    MESSAGES_TABLE,
    messages.map(message => toRow(tx, message)),
    '(recipient, event_id) do nothing',
  );
}

function toRow(knex: Knex, { recipient, eventId, type, payload }: NewMessage) {
  return {
    id: uuid(),
    recipient,
    event_id: eventId,
    type,
    state: 'pending',
    attempts: 0,
    created_at: databaseTime(knex),
    next_attempt_at: databaseTime(knex),
    payload: JSON.stringify(payload),
  } as const;
}
