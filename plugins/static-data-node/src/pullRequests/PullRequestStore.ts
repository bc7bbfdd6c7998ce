import {
  PULL_REQUEST_STATES,
  PULL_REQUEST_VERDICTS,
  PullRequest,
  PullRequestChanges,
  PullRequestState,
  PullRequestVerdict,
} from '@internal/plugin-static-data-common';
import { Knex } from 'knex';
import { v7 as uuid } from 'uuid';
import { columnsOf, RowIn, TimeColumn } from '../database/columns';
import { databaseTime } from '../database/dialect';
import { requireSource, whereSource } from '../database/queries';
import { UnreadableRows } from '../database/UnreadableRows';

const PULL_REQUESTS_TABLE = 'static_data_pull_requests';

/** A claim that was not renewed for this long is that of a process that died. */
const CLAIM_SECONDS = 60;

/** Longer than any wait that is ever asked for: a time further away is from another clock. */
const LONGEST_WAIT_SECONDS = 24 * 60 * 60;

/** What is closed is of no use any more, but may be opened again. */
const CLOSED_DAYS = 7;

/**
 * What the host says of a pull request.
 *
 * @public
 */
export type NotedPullRequest = Omit<
  PullRequest,
  'source' | 'verdict' | 'syncId' | 'changes' | 'problem' | 'unreadable'
>;

/**
 * An API that a pull request changes, and who consumes it.
 *
 * @public
 */
export interface ConsumedApi {
  entityRef: string;
  /** Entity refs of the first of them. */
  consumers: string[];
  /** Of all. */
  count: number;
}

/**
 * What is known of a head that was previewed.
 *
 * @public
 */
export interface PullRequestOutcome {
  outcome: Exclude<PullRequestVerdict, 'pending'>;
  /** The dry run; absent if there is none. */
  syncId?: string;
  changes?: PullRequestChanges;
  /** The first of them. */
  consumers?: ConsumedApi[];
  problem?: string;
}

/**
 * A pull request that one process works on, for as long as it renews the claim.
 *
 * @public
 */
export interface ClaimedPullRequest
  extends NotedPullRequest,
    Partial<PullRequestOutcome> {
  /** UUID version 7; tells this claim from others of the same pull request. */
  claim: string;
  /** The head that the outcome is of. */
  previewedHead?: string;
  /** On the host. */
  commentId?: string;
  /** On the host, of the head. */
  checkRunId?: string;
  /** How many attempts in a row have failed. */
  attempts: number;
}

type StoredPullRequest = Omit<ClaimedPullRequest, 'claim'> & {
  sourceId: string;
};

const [, ...OUTCOMES] = PULL_REQUEST_VERDICTS;

const COLUMNS = columnsOf<StoredPullRequest>()({
  sourceId: 'text',
  number: 'number',
  title: 'text',
  author: 'text',
  url: 'text',
  state: { oneOf: PULL_REQUEST_STATES, otherwise: 'closed' },
  head: 'text',
  headRef: 'text',
  target: 'text',
  isFork: 'boolean',
  updatedAt: 'time',
  previewedHead: 'text',
  outcome: { optional: { oneOf: OUTCOMES } },
  syncId: 'text',
  changes: {
    optional: { json: { added: 0, updated: 0, removed: 0, held: 0 } },
  },
  consumers: {
    optional: { json: [{ entityRef: '', consumers: [''], count: 0 }] },
  },
  problem: 'text',
  commentId: 'text',
  checkRunId: 'text',
  attempts: 'number',
});

interface PullRequestRow extends RowIn<typeof COLUMNS> {
  noted_at: TimeColumn;
  told_head: string | null;
  next_attempt_at: TimeColumn | null;
  claimed_by: string | null;
  claimed_until: TimeColumn | null;
}

/** What a row is called by health. */
const ROW = 'pull request';

/**
 * Pull requests against the branch of one source, or of all, and what became of their checks.
 *
 * Only the database's clock counts for claims, as for leases.
 *
 * @public
 */
export class PullRequestStore {
  constructor(
    private readonly knex: Knex,
    private readonly sourceId?: string,
    private readonly unreadable = new UnreadableRows(),
  ) {}

  /** All of them, those with the highest numbers first. */
  async list(
    filters: { state?: PullRequestState } = {},
  ): Promise<PullRequest[]> {
    const rows = await this.#rows()
      .where(filters)
      .orderBy([{ column: 'number', order: 'desc' }, 'source_id']);
    this.unreadable.forget(ROW);
    return rows.map(row =>
      this.unreadable.note(
        ROW,
        `${row.source_id} ${row.number}`,
        toPullRequest(row),
      ),
    );
  }

  /**
   * Notes what the host says. What it has said later already stays. A new head, or another target,
   * counts as not previewed.
   */
  async note(pullRequest: NotedPullRequest): Promise<void> {
    const noted = COLUMNS.toRow({
      ...pullRequest,
      sourceId: requireSource(this.sourceId),
      attempts: 0,
    });
    const { knex } = this;
    const keep = (column: string) =>
      knex.raw(
        `case when ${PULL_REQUESTS_TABLE}.head = excluded.head and ${PULL_REQUESTS_TABLE}.target = excluded.target then ${PULL_REQUESTS_TABLE}.${column} end`,
      );
    await this.#all()
      .insert({ ...noted, noted_at: databaseTime(knex) } as Record<
        string,
        unknown
      >)
      .onConflict(['source_id', 'number'])
      .merge({
        title: noted.title,
        // Not everything that a host tells of it tells who made it.
        author: knex.raw(`coalesce(${PULL_REQUESTS_TABLE}.author, ?)`, [
          noted.author,
        ]),
        url: noted.url,
        state: noted.state,
        head: noted.head,
        head_ref: noted.head_ref,
        target: noted.target,
        is_fork: noted.is_fork,
        updated_at: noted.updated_at,
        noted_at: databaseTime(knex),
        previewed_head: keep('previewed_head'),
        told_head: keep('told_head'),
        check_run_id: keep('check_run_id'),
        attempts: knex.raw(`coalesce(?, 0)`, [keep('attempts')]),
        next_attempt_at: keep('next_attempt_at'),
      } as Record<string, unknown>)
      .where(
        `${PULL_REQUESTS_TABLE}.updated_at`,
        '<=',
        noted.updated_at as string,
      );
  }

  /**
   * Forgets a pull request, such as one that is against another branch by now, unless the host has said
   * something else later already.
   */
  async forget({
    number,
    updatedAt,
  }: Pick<NotedPullRequest, 'number' | 'updatedAt'>): Promise<void> {
    await this.#one(number).where('updated_at', '<=', updatedAt).delete();
  }

  /** Forgets those that are not checked any more, or all of them. */
  async forgetOthers(checked?: {
    target: string;
    /** Whether those from forks are checked. */
    forks: boolean;
  }): Promise<void> {
    const rows = this.#all().where({ source_id: requireSource(this.sourceId) });
    if (checked) {
      rows.where(others => {
        others.whereNot({ target: checked.target });
        if (!checked.forks) {
          others.orWhere({ is_fork: true });
        }
      });
    }
    await rows.delete();
  }

  /**
   * Claims a pull request that has something to do, the one that waits longest first. Each is claimed by one
   * process at a time.
   */
  async claim(): Promise<ClaimedPullRequest | undefined> {
    for (;;) {
      const next = await this.#due().orderBy('noted_at').first('number');
      if (!next) {
        return undefined;
      }
      const [row] = await this.#due()
        .where({ number: next.number })
        .update({
          claimed_by: uuid(),
          claimed_until: databaseTime(this.knex, CLAIM_SECONDS),
        } as Record<string, unknown>)
        .returning('*');
      // Else another process was faster.
      if (row) {
        const { sourceId, ...claimed } = COLUMNS.fromRow(row);
        return { ...claimed, claim: row.claimed_by! };
      }
    }
  }

  /**
   * Renews a claim.
   *
   * @returns false if the work is in vain: it has expired, the head or the target is another one by now, or
   * the pull request is closed
   */
  async renew(claimed: ClaimedPullRequest): Promise<boolean> {
    const renewed = await this.#claimed(claimed).update({
      claimed_until: databaseTime(this.knex, CLAIM_SECONDS),
    } as Record<string, unknown>);
    return renewed > 0;
  }

  /** Notes what came of the preview of the head. */
  async notePreview(
    claimed: ClaimedPullRequest,
    { outcome, syncId, changes, consumers, problem }: PullRequestOutcome,
  ): Promise<boolean> {
    const noted = await this.#claimed(claimed).update({
      previewed_head: claimed.head,
      outcome,
      sync_id: syncId ?? null,
      changes: changes ? JSON.stringify(changes) : null,
      consumers: consumers ? JSON.stringify(consumers) : null,
      problem: problem ?? null,
      attempts: 0,
      next_attempt_at: null,
    });
    return noted > 0;
  }

  /** Notes what there is on the host, as soon as it is there: a check run is of no use to another head. */
  async noteOnHost(
    { number, head }: Pick<ClaimedPullRequest, 'number' | 'head'>,
    {
      commentId,
      checkRunId,
    }: Partial<Pick<ClaimedPullRequest, 'commentId' | 'checkRunId'>>,
  ): Promise<void> {
    if (commentId) {
      await this.#one(number).update({ comment_id: commentId });
    }
    if (checkRunId) {
      await this.#one(number)
        .where({ head })
        .update({ check_run_id: checkRunId });
    }
  }

  /**
   * Ends the work on a head of which the host was told, or cannot be told.
   *
   * @param problem - why it could not be checked, or told
   */
  async noteTold(claimed: ClaimedPullRequest, problem?: string): Promise<void> {
    await this.#claimed(claimed).update({
      told_head: claimed.head,
      attempts: 0,
      next_attempt_at: null,
      problem: problem ?? null,
    });
    await this.release(claimed);
  }

  /** Ends an attempt that failed; the next one comes after some time. */
  async noteFailure(
    claimed: ClaimedPullRequest,
    failure: { problem: string; retrySeconds: number; counts: boolean },
  ): Promise<void> {
    await this.#claimed(claimed).update({
      problem: failure.problem,
      attempts: claimed.attempts + (failure.counts ? 1 : 0),
      next_attempt_at: databaseTime(this.knex, failure.retrySeconds),
    } as Record<string, unknown>);
    await this.release(claimed);
  }

  /** Gives a claim back, so that others need not wait until it expires. */
  async release({ number, claim }: ClaimedPullRequest): Promise<void> {
    await this.#one(number)
      .where({ claimed_by: claim })
      .update({ claimed_by: null, claimed_until: null });
  }

  #claimed({ number, claim, head, target }: ClaimedPullRequest) {
    return this.#one(number)
      .where({ claimed_by: claim, state: 'open', head, target })
      .where('claimed_until', '>', databaseTime(this.knex));
  }

  #one(number: number) {
    return this.#all().where({
      source_id: requireSource(this.sourceId),
      number,
    });
  }

  #due() {
    const isPast = (column: string) => (rows: Knex.QueryBuilder) =>
      rows
        .whereNull(column)
        .orWhereNotBetween(column, [
          databaseTime(this.knex),
          databaseTime(this.knex, LONGEST_WAIT_SECONDS),
        ]);
    return this.#all()
      .where({ source_id: requireSource(this.sourceId), state: 'open' })
      .where(rows =>
        rows.whereNull('told_head').orWhereRaw('told_head <> head'),
      )
      .where(isPast('claimed_until'))
      .where(isPast('next_attempt_at'));
  }

  #rows() {
    return whereSource(this.#all(), this.sourceId);
  }

  #all() {
    return this.knex<PullRequestRow>(PULL_REQUESTS_TABLE);
  }
}

/** Deletes what was closed some days ago, and what nothing was heard of since a time (ISO 8601). */
export async function trimPullRequests(
  knex: Knex,
  before: string,
): Promise<void> {
  await knex<PullRequestRow>(PULL_REQUESTS_TABLE)
    .where('noted_at', '<', before)
    .orWhere(closed =>
      closed
        .whereNot({ state: 'open' })
        .where(
          'noted_at',
          '<',
          databaseTime(knex, -CLOSED_DAYS * 24 * 60 * 60),
        ),
    )
    .delete();
}

function toPullRequest(row: PullRequestRow): PullRequest {
  const {
    sourceId,
    previewedHead,
    outcome,
    consumers,
    commentId,
    checkRunId,
    attempts,
    ...pullRequest
  } = COLUMNS.fromRow(row);
  const isPreviewed = previewedHead === pullRequest.head;
  return {
    ...pullRequest,
    source: sourceId,
    verdict: (isPreviewed && outcome) || 'pending',
  };
}
