import {
  ChangeConfirmation,
  EntitySummary,
  NetChange,
} from '@internal/plugin-static-data-common';
import { Knex } from 'knex';
import {
  ArrivalProblem,
  SYNC_CHANGE_COLUMNS,
  SyncChangeRow,
} from '../changes/syncChangeRow';
import { inBatches, readInPages } from '../database/batches';
import { columnsOf, RowIn, toStorableText } from '../database/columns';
import { databaseTime } from '../database/dialect';
import { requireSource, whereSource } from '../database/queries';
import { lockStateRow } from '../database/stateRow';
import {
  SNAPSHOT_TABLE,
  SYNC_CHANGES_TABLE,
  SYNC_HISTORY_TABLE,
} from '../database/tables';
import { UnreadableRows } from '../database/UnreadableRows';
import { summarizeConfirmation } from './updateConfirmations';

const PENDING_COLUMNS = [
  'sync_id',
  'start_time',
  'entity_ref',
  'change',
  'previous_hash',
  'hash',
  'confirmation_reason',
  'confirmation',
] as const;

/** Of the sync that sent the change. */
const SYNC_COLUMNS = columnsOf<{ endTime?: string }>()({
  endTime: { optional: 'time' },
});

type PendingRow = Pick<SyncChangeRow, (typeof PENDING_COLUMNS)[number]> &
  RowIn<typeof SYNC_COLUMNS>;

const UNCONFIRMED_COLUMNS = [
  'entity_ref',
  'sync_id',
  'confirmation',
  'problem',
] as const;

type UnconfirmedRow = Pick<SyncChangeRow, (typeof UNCONFIRMED_COLUMNS)[number]>;

/** Entities that are named for each problem. */
const MAX_NAMED = 5;

/**
 * A change that was sent to the catalog and has not been seen there.
 *
 * @public
 */
export interface PendingChange {
  syncId: string;
  /** End of the sync, which may have taken long before it sent the change; ISO 8601, UTC. */
  sentAt: string;
  entityRef: string;
  change: NetChange['change'] | 'resent';
  /** Hash of the version before; undefined if the entity is new. */
  previousHash?: string;
  /** Hash of the version that was sent; undefined for a removal. */
  hash?: string;
  /** What it is waiting for or why it failed, as last noted. */
  reason?: string;
  /** Whether it has failed: it is looked up all the same, because the reason may go away. */
  isFailed: boolean;
}

/**
 * What a look at the catalog found out about a change.
 *
 * @public
 */
export type ArrivalFinding = Pick<PendingChange, 'syncId' | 'entityRef'> &
  Pick<ChangeConfirmation, 'status' | 'reason'> & {
    /** By default as it was; `missing` if it fails and had none; none once it is seen. */
    problem?: ArrivalProblem;
  };

/**
 * An entity of the snapshot that the catalog does not show, or not in that version.
 *
 * @public
 */
export interface UnconfirmedEntity {
  entityRef: string;
  /** Whether it may still be on its way. */
  isPending: boolean;
  problem?: ArrivalProblem;
}

/**
 * What has become of the changes of one source, or of all, that were sent to the catalog.
 *
 * @public
 */
export class ConfirmationStore {
  constructor(
    private readonly knex: Knex,
    private readonly sourceId?: string,
    private readonly unreadable = new UnreadableRows(),
  ) {}

  /** Pending changes, those first that were checked the longest time ago. */
  async listPending(limit: number): Promise<PendingChange[]> {
    const pending = (): Knex.QueryBuilder =>
      this.#pending().select(
        ...PENDING_COLUMNS,
        this.#endOfSync(SYNC_CHANGES_TABLE),
      );
    const unseen: PendingRow[] = await pending()
      .whereNull('confirmation_checked_at')
      .limit(limit);
    // A query of its own: the databases disagree on where to sort rows without a time.
    const seen: PendingRow[] =
      unseen.length < limit
        ? await pending()
            .whereNotNull('confirmation_checked_at')
            .orderBy('confirmation_checked_at')
            .limit(limit - unseen.length)
        : [];
    return [...unseen, ...seen].map(row => this.#read(row));
  }

  /**
   * Changes that failed although they sent the present versions, those first that were checked the
   * longest time ago.
   */
  async listFailed(limit: number): Promise<PendingChange[]> {
    const rows = await this.#ofSnapshot('sent.problem is not null')
      .where('sent.confirmation', 'failed')
      .orderBy('sent.confirmation_checked_at')
      .limit(limit)
      .select([
        ...PENDING_COLUMNS.map(column => `sent.${column}`),
        this.#endOfSync('sent'),
      ]);
    return rows.map((row: PendingRow) => this.#read(row));
  }

  /**
   * Entities that the snapshot has and whose arrival in the catalog is pending or has failed; some of
   * them twice. The catalog may show an earlier version of them.
   */
  async listUnconfirmed(): Promise<UnconfirmedEntity[]> {
    const list = (condition: string) =>
      readInPages(
        () =>
          this.#ofSnapshot(condition).select(
            UNCONFIRMED_COLUMNS.map(column => `sent.${column}`),
          ),
        ['sent.entity_ref', 'sent.sync_id'],
        (row: UnconfirmedRow) => ({
          entityRef: row.entity_ref,
          isPending: row.confirmation === 'pending',
          problem: row.problem ?? undefined,
        }),
      );
    return [
      ...(await list(`sent.confirmation = 'pending'`)),
      ...(await list('sent.problem is not null')),
    ];
  }

  /** Syncs that sent what the catalog does not show, and which no later sync has sent. */
  async listProblemSyncIds(): Promise<string[]> {
    return this.#ofSnapshot('sent.problem is not null')
      .distinct('sent.sync_id')
      .pluck('sent.sync_id');
  }

  /**
   * Counts the entities that the catalog does not show as they were sent, and names the first.
   */
  async summarizeProblems(): Promise<Record<ArrivalProblem, EntitySummary>> {
    const problems = () => this.#ofSnapshot('sent.problem is not null');
    const counts: Array<{ problem: ArrivalProblem; count: number | string }> =
      await problems()
        .groupBy('sent.problem')
        .select('sent.problem')
        .count({ count: '*' });
    const summarize = async (problem: ArrivalProblem) => {
      const count = counts.find(row => row.problem === problem)?.count ?? 0;
      const entityRefs: string[] =
        Number(count) === 0
          ? []
          : await problems()
              .where('sent.problem', problem)
              .orderBy('sent.entity_ref')
              .limit(MAX_NAMED)
              .pluck('sent.entity_ref');
      return { count: Number(count), entityRefs };
    };
    return {
      missing: await summarize('missing'),
      refused: await summarize('refused'),
    };
  }

  /**
   * Notes what was found, with the database's time, and updates the totals of the syncs. Changes
   * that were confirmed or superseded stay as they are; a change that stays pending without a reason
   * keeps the reason that it has.
   */
  async settle(findings: ArrivalFinding[]): Promise<void> {
    if (findings.length === 0) {
      return;
    }
    await this.knex.transaction(async tx => {
      // A sync that completes at the same moment changes and counts the same rows, and takes
      // this lock first, too.
      await lockStateRow(tx, requireSource(this.sourceId));
      for (const group of groupAlike(findings)) {
        const [{ syncId, status, reason = null, problem }] = group;
        const keepsReason = status === 'pending' && reason === null;
        const refs = group.map(({ entityRef }) => entityRef);
        await inBatches(refs, batch =>
          tx<SyncChangeRow>(SYNC_CHANGES_TABLE)
            .where({ sync_id: syncId })
            .whereIn('confirmation', ['pending', 'failed'])
            .whereIn('entity_ref', batch)
            .update({
              confirmation: status,
              confirmation_checked_at: databaseTime(tx),
              ...(!keepsReason && {
                confirmation_reason: reason && toStorableText(reason),
              }),
              ...(status === 'confirmed' && { problem: null }),
              ...(status === 'failed' && {
                problem: tx.raw(`coalesce(problem, 'missing')`),
              }),
              ...(problem && { problem }),
            }),
        );
      }
      const syncIds = new Set(findings.map(({ syncId }) => syncId));
      await summarizeConfirmation(tx, [...syncIds]);
    });
  }

  /**
   * Notes that the catalog refuses an entity, if a change of it is pending or has failed: the reason
   * for which it waits, or has failed.
   */
  async noteRefusal(entityRef: string, reason: string): Promise<void> {
    const refusal = {
      confirmation_reason: toStorableText(reason),
      problem: 'refused' as const,
    };
    await this.#pending().where({ entity_ref: entityRef }).update(refusal);
    await this.#rows()
      .whereRaw('problem is not null')
      .where({ entity_ref: entityRef })
      .update(refusal);
  }

  /** Replaces the reason for which the catalog refused entities that are sent again. */
  async noteSentAgain(entityRefs: string[], reason: string): Promise<void> {
    await inBatches(entityRefs, batch =>
      this.#rows()
        .whereRaw('problem is not null')
        .whereIn('entity_ref', batch)
        .update({ confirmation_reason: reason }),
    );
  }

  #read(row: PendingRow): PendingChange {
    const {
      startTime,
      confirmationReason,
      confirmation,
      unreadable,
      ...pending
    } = this.unreadable.note(
      'sent change of',
      `${row.entity_ref} in sync ${row.sync_id}`,
      SYNC_CHANGE_COLUMNS.fromRow(row),
    );
    return {
      ...pending,
      sentAt: SYNC_COLUMNS.fromRow(row).endTime ?? startTime,
      change: pending.change as PendingChange['change'],
      reason: confirmationReason,
      isFailed: confirmation === 'failed',
    };
  }

  #rows() {
    return whereSource(
      this.knex<SyncChangeRow>(SYNC_CHANGES_TABLE),
      this.sourceId,
    );
  }

  #pending() {
    // A constant: SQLite does not use a partial index for a parameter.
    return this.#rows().whereRaw(`confirmation = 'pending'`);
  }

  /** @param changes - the name of the changes in the statement */
  #endOfSync(changes: string) {
    return this.knex(SYNC_HISTORY_TABLE)
      .where(`${SYNC_HISTORY_TABLE}.id`, this.knex.ref(`${changes}.sync_id`))
      .select('end_time')
      .as('end_time');
  }

  /** @param condition - that of a partial index */
  #ofSnapshot(condition: string): Knex.QueryBuilder {
    return (
      this.knex({ sent: SYNC_CHANGES_TABLE })
        // A plain join on PostgreSQL. SQLite reads the tables in this order, from few to many.
        .crossJoin({ snapshot: SNAPSHOT_TABLE } as any)
        .whereRaw(
          '(snapshot.entity_ref, snapshot.source_id, snapshot.hash) = (sent.entity_ref, sent.source_id, sent.hash)',
        )
        .modify(whereSource, this.sourceId, 'sent')
        .whereRaw(condition)
    );
  }
}

/** Groups what one statement can note. */
function groupAlike(findings: ArrivalFinding[]): Iterable<ArrivalFinding[]> {
  const groups = new Map<string, ArrivalFinding[]>();
  for (const finding of findings) {
    const { syncId, status, reason, problem } = finding;
    const key = JSON.stringify([syncId, status, reason, problem]);
    const group = groups.get(key) ?? [];
    group.push(finding);
    groups.set(key, group);
  }
  return groups.values();
}
