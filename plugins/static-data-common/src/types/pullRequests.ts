import { Unreadable } from './unreadable';

/**
 * All values of {@link PullRequestState}.
 *
 * @public
 */
export const PULL_REQUEST_STATES = ['open', 'closed', 'merged'] as const;

/**
 * Whether a pull request still waits to be merged.
 *
 * @public
 */
export type PullRequestState = (typeof PULL_REQUEST_STATES)[number];

/**
 * All values of {@link PullRequestVerdict}.
 *
 * @public
 */
export const PULL_REQUEST_VERDICTS = [
  'pending',
  'passed',
  'failed',
  'error',
] as const;

/**
 * What the check of a pull request says of its head.
 *
 * - `pending`: the head was not checked yet
 * - `passed`: it adds no error to those of the merge base
 * - `failed`: it adds errors, or a sync of it would apply nothing
 * - `error`: it could not be checked, which is no fault of its own
 *
 * @public
 */
export type PullRequestVerdict = (typeof PULL_REQUEST_VERDICTS)[number];

/**
 * How many entities a pull request changes.
 *
 * @public
 */
export interface PullRequestChanges {
  added: number;
  updated: number;
  removed: number;
  /** Removals that the guard would hold back. */
  held: number;
}

/**
 * A pull request, or merge request, against the branch that is synchronised.
 *
 * @public
 */
export interface PullRequest extends Unreadable {
  /** Id of the source. */
  source: string;
  number: number;
  title: string;
  /** Login on the host. */
  author?: string;
  /** Its page on the host. */
  url: string;
  state: PullRequestState;
  /** Id of the commit that it would merge. */
  head: string;
  /** The branch that has it. */
  headRef: string;
  /** The branch that it is to be merged into. */
  target: string;
  /** Whether its branch is in another repository. */
  isFork: boolean;
  /** When the host last changed it; ISO 8601, UTC. */
  updatedAt: string;
  /** Of the head. */
  verdict: PullRequestVerdict;
  /** Id of the latest preview, which may be of an earlier head; absent before the first. */
  syncId?: string;
  /** Of the latest preview. */
  changes?: PullRequestChanges;
  /** Why it could not be checked, or the host could not be told. */
  problem?: string;
}

/**
 * Pull requests, those with the highest numbers first.
 *
 * @public
 */
export interface PullRequestList {
  pullRequests: PullRequest[];
}

/**
 * The pull request that a dry run previewed.
 *
 * @public
 */
export interface PreviewedPullRequest {
  number: number;
  /** Its page on the host. */
  url: string;
  title: string;
  /**
   * Id of the merge base, with which the head was compared; absent if it could not be found out. What the
   * target branch has had since is no part of the comparison.
   */
  base?: string;
}
