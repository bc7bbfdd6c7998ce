import { CursorPagination } from './pagination';
import { Unreadable } from './unreadable';

/**
 * The severities that a finding can have.
 *
 * @public
 */
export const SYNC_FINDING_SEVERITIES = ['error', 'warning'] as const;

/**
 * All values of {@link SyncPhase}, in the order in which the phases run.
 *
 * @public
 */
export const SYNC_PHASES = [
  'FETCH',
  'PARSE',
  'TRANSFORM',
  'DIFF',
  'CATALOG_APPLY',
] as const;

/**
 * A phase of a sync, whose duration is recorded.
 *
 * @public
 */
export type SyncPhase = (typeof SYNC_PHASES)[number];

/**
 * The phase of a sync in which something went wrong. What goes wrong while it compares counts as
 * part of the transformation.
 *
 * @public
 */
export type SyncFindingPhase = Exclude<SyncPhase, 'DIFF'>;

/**
 * All values of {@link SyncFindingCode}.
 *
 * @public
 */
export const SYNC_FINDING_CODES = [
  'AUTH',
  'RATE_LIMIT',
  'NETWORK',
  'NOT_FOUND',
  'EMPTY_SOURCE',
  'TOO_LARGE',
  'SYNTAX',
  'SCHEMA',
  'DUPLICATE',
  'OTHER_SOURCE',
  'UNKNOWN_REFERENCE',
  'MISSING_OWNER',
  'MISSING_BUILD_FILE',
  'UNREAD_SCRIPT',
  'MISSING_REPOSITORY',
  'RENAMED_REPOSITORY',
  'REPOSITORY_NOT_ALLOWED',
  'GROUP_NOT_ALLOWED',
  'SHARED_BUILD_FILE',
  'REMOVALS_HELD',
  'REMOVED_WITH_CONSUMERS',
  'BREAKING_CHANGE',
  'CATALOG',
  'STORE',
  'TIMEOUT',
  'INTERRUPTED',
  'CANCELLED',
  'INTERNAL',
] as const;

/**
 * What kind of problem it is. Codes are stable: scripts may rely on them.
 *
 * - `AUTH`: the host refused the credentials, or they do not give access to the source
 * - `RATE_LIMIT`: the host's rate limit is used up
 * - `NETWORK`: the host did not answer, or its answer broke off
 * - `NOT_FOUND`: the repository, the branch or a file does not exist, or only a link to it
 * - `EMPTY_SOURCE`: the source has none of the expected files
 * - `TOO_LARGE`: a file, or the source as a whole, exceeds its limit
 * - `SYNTAX`: a file cannot be parsed
 * - `SCHEMA`: a file can be parsed, but a record in it is not as expected
 * - `DUPLICATE`: two records describe the same entity, or a record has a field twice
 * - `OTHER_SOURCE`: a record describes an entity that the catalog has from another source
 * - `UNKNOWN_REFERENCE`: a record refers to something that neither the source nor the catalog has
 * - `MISSING_OWNER`: an entity has no owner
 * - `MISSING_BUILD_FILE`: the repository of an application has no build file, or not all of them
 * - `UNREAD_SCRIPT`: a build applies a script that is not in the repository, or whose path it computes
 * - `MISSING_REPOSITORY`: the repository of an application does not exist, or the credentials do not
 *   let it be seen
 * - `RENAMED_REPOSITORY`: the configuration of the source, or an application, names a repository by a
 *   name that it had before
 * - `REPOSITORY_NOT_ALLOWED`: an application names a repository that the configuration does not let
 *   the source name
 * - `GROUP_NOT_ALLOWED`: a record names, or is, a group that the configuration does not let the source
 *   name
 * - `SHARED_BUILD_FILE`: several applications have the relations of the same build file, and do not
 *   say that they mean to
 * - `REMOVALS_HELD`: the removal guard holds removals back
 * - `REMOVED_WITH_CONSUMERS`: an API that others consume is removed, or the last component that
 *   provides it
 * - `BREAKING_CHANGE`: an API that others consume has changed in a way that breaks them
 * - `CATALOG`: the catalog did not accept what was sent to it
 * - `STORE`: the plugin's own database failed
 * - `TIMEOUT`: the sync took longer than it may
 * - `INTERRUPTED`: the sync was stopped, or its process ended, before it was done
 * - `CANCELLED`: somebody cancelled the sync
 * - `INTERNAL`: a defect of this plugin
 *
 * @public
 */
export type SyncFindingCode = (typeof SYNC_FINDING_CODES)[number];

/**
 * Codes of findings about what a sync changes, not about what its source is like: the next sync
 * finds neither the same again nor that it is fixed.
 *
 * @public
 */
export const CHANGE_FINDING_CODES: readonly SyncFindingCode[] = [
  'REMOVED_WITH_CONSUMERS',
  'BREAKING_CHANGE',
];

/**
 * A problem that a sync found in its input, or ran into itself.
 *
 * @public
 */
export interface SyncFinding {
  /** An error prevented something from reaching the catalog, a warning did not. */
  severity: (typeof SYNC_FINDING_SEVERITIES)[number];
  phase: SyncFindingPhase;
  code: SyncFindingCode;
  /** One sentence that says what is wrong. */
  message: string;
  /** What a person can do about it. */
  hint: string;
  /** Path of the file in the source, or of the build file in its repository. */
  file?: string;
  /** 1-based line in the file, where the parser gives one. */
  line?: number;
  /** The entity concerned, as an entity ref. */
  entity?: string;
  /** Entity ref of the group, or user, that it concerns; absent if that is nobody in particular. */
  owner?: string;
  /** Stack of an unexpected exception. */
  stackTrace?: string;
  /** How many findings it stands for that are not listed; absent for one that stands for itself. */
  count?: number;
}

/**
 * All values of {@link SyncFindingState}.
 *
 * @public
 */
export const SYNC_FINDING_STATES = ['new', 'known', 'fixed'] as const;

/**
 * How a finding compares with the previous sync.
 *
 * - `new`: the previous sync did not have it
 * - `known`: the previous sync had it too
 * - `fixed`: the previous sync had it, this one does not
 *
 * @public
 */
export type SyncFindingState = (typeof SYNC_FINDING_STATES)[number];

/**
 * A finding of a sync, as recorded.
 *
 * @public
 */
export interface RecordedFinding extends SyncFinding, Unreadable {
  state: SyncFindingState;
}

/**
 * How many findings of a sync have the same code, severity and state.
 *
 * @public
 */
export interface SyncFindingTotal
  extends Pick<RecordedFinding, 'code' | 'severity' | 'state'> {
  count: number;
}

/**
 * One page of the findings of a sync: errors first, then warnings, then what was fixed.
 *
 * @public
 */
export interface SyncFindingPage {
  syncId: string;
  findings: RecordedFinding[];
  /** Of all findings that match, on whichever page. */
  totals: SyncFindingTotal[];
  pagination: CursorPagination & {
    /** Number of findings that match. */
    total: number;
  };
}
