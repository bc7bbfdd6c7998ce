import {
  CHANGE_FINDING_CODES,
  RecordedFinding,
  SyncFindingState,
} from '@internal/plugin-static-data-common';
import { Knex } from 'knex';
import groupBy from 'lodash/groupBy';
import { inBatches } from '../database/batches';
import { HistoryCache } from '../database/HistoryCache';
import { whereMatches } from '../database/queries';
import { UnreadableRows } from '../database/UnreadableRows';
import { SYNC_FINDINGS_TABLE, SYNC_HISTORY_TABLE } from '../database/tables';
import {
  findingListsOf,
  readFinding,
  SyncFindingRow,
} from './SyncFindingStore';

/** A few times those of some thousand squads. */
const MAX_CHANGES = 10_000;

/**
 * Number of the findings of a sync that concern one owner.
 *
 * @public
 */
export interface OwnerFindingTotal
  extends Pick<RecordedFinding, 'severity' | 'state'> {
  owner: string;
  count: number;
  /**
   * How many of them are about what the source is like: the others are about what the sync has changed,
   * and the next one does not find them again.
   */
  lasting: number;
}

/**
 * How many findings that concern one owner were new in the syncs of some periods, and how many were fixed.
 *
 * @public
 */
export interface OwnerFindingChanges {
  owner: string;
  /** One for each period, in their order. */
  periods: Array<{ new: number; fixed: number }>;
}

/**
 * The findings of the syncs of one source, by the owners that they concern.
 *
 * @public
 */
export class OwnerFindingStore {
  readonly #changes: HistoryCache<
    { starts: string[]; owner?: string },
    OwnerFindingChanges[]
  >;

  constructor(
    private readonly knex: Knex,
    private readonly sourceId: string,
    private readonly unreadable = new UnreadableRows(),
  ) {
    this.#changes = new HistoryCache(knex, {
      read: query => this.#readChanges(query),
      maxSize: MAX_CHANGES,
      sizeOf: changes => changes.length,
    });
  }

  /** Those of one sync, those that are fixed included; of one owner, or of all. */
  async count(syncId: string, owner?: string): Promise<OwnerFindingTotal[]> {
    const rows: Array<
      Pick<SyncFindingRow, 'severity' | 'state'> & {
        owner: string;
        count: number | string;
        lasting: number | string;
      }
    > = await this.#rows(await findingListsOf(this.knex, [syncId]), owner)
      .groupBy('owner', 'severity', 'state')
      .orderBy(['owner', 'severity', 'state'])
      .select(
        'owner',
        'severity',
        'state',
        this.knex.raw('sum(coalesce(count, 1)) as count'),
        this.knex.raw(
          `sum(case when code in (${CHANGE_FINDING_CODES.map(
            () => '?',
          ).join()}) then 0 else coalesce(count, 1) end) as lasting`,
          [...CHANGE_FINDING_CODES],
        ),
      );
    return rows.map(({ count, lasting, ...row }) => ({
      ...row,
      count: Number(count),
      lasting: Number(lasting),
    }));
  }

  /**
   * The first findings of one sync for each of some owners, in the order to read.
   *
   * @param options - `max`: of each owner; `isLasting`: whether to leave out what is about the changes of the
   *   sync
   */
  async listFirst(
    syncId: string,
    owners: string[],
    options: { max: number; state: SyncFindingState[]; isLasting?: boolean },
  ): Promise<RecordedFinding[]> {
    const { max, state, isLasting } = options;
    const lists = await findingListsOf(this.knex, [syncId]);
    const found: RecordedFinding[] = [];
    await inBatches(owners, async batch => {
      const ranked = this.#rows(lists, batch)
        .whereIn('state', state)
        .select(
          '*',
          this.knex.raw(
            'row_number() over (partition by owner order by position) as place',
          ),
        );
      if (isLasting) {
        ranked.whereNotIn('code', CHANGE_FINDING_CODES);
      }
      const rows: SyncFindingRow[] = await this.knex
        .from(ranked.as('ranked'))
        .where('place', '<=', max)
        .orderBy(['owner', 'place']);
      found.push(...rows.map(row => readFinding(row, this.unreadable)));
    });
    return found;
  }

  /**
   * How many were new and how many were fixed in the syncs of each period, without dry runs; of one owner, or
   * of all that had any.
   *
   * @param starts - of the periods, oldest first; ISO 8601. Each ends with the start of the next one
   */
  async countChanges(
    starts: string[],
    owner?: string,
  ): Promise<OwnerFindingChanges[]> {
    return this.#changes.get({ starts, owner }, false);
  }

  async #readChanges({
    starts,
    owner,
  }: {
    starts: string[];
    owner?: string;
  }): Promise<OwnerFindingChanges[]> {
    const periods = starts
      .map((_, index) => `when history.start_time >= ? then ${index}`)
      .toReversed()
      .join(' ');
    const sumOf = (state: string) =>
      this.knex.raw(
        `sum(case when state = '${state}' then coalesce(count, 1) else 0 end) as ??`,
        [state],
      );
    const rows: Array<{
      owner: string;
      period: number;
      new: number | string;
      fixed: number | string;
    }> = await this.knex({ history: SYNC_HISTORY_TABLE })
      .join({ findings: SYNC_FINDINGS_TABLE }, 'findings.sync_id', 'history.id')
      .where({
        'history.source_id': this.sourceId,
        'history.dry_run': false,
      })
      .where('history.start_time', '>=', starts[0])
      .whereIn('state', ['new', 'fixed'])
      .whereNotNull('owner')
      .modify(whereMatches, { owner })
      .groupBy('owner', 'period')
      .orderBy('owner')
      .select(
        'owner',
        this.knex.raw(`case ${periods} end as period`, starts.toReversed()),
        sumOf('new'),
        sumOf('fixed'),
      );
    return Object.entries(groupBy(rows, 'owner')).map(([ref, ofOwner]) => ({
      owner: ref,
      periods: starts.map((_, index) => {
        const row = ofOwner.find(({ period }) => period === index);
        return { new: Number(row?.new ?? 0), fixed: Number(row?.fixed ?? 0) };
      }),
    }));
  }

  #rows(lists: string[], owner: string | string[] | undefined) {
    return this.knex<SyncFindingRow>(SYNC_FINDINGS_TABLE)
      .whereIn('sync_id', lists)
      .whereNotNull('owner')
      .modify(whereMatches, { owner });
  }
}
