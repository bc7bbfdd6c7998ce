import { RecordedFinding } from './findings';
import { CursorPagination } from './pagination';
import { SyncPin } from './steering';

/**
 * Number of weeks over which a scorecard says what was new and what was fixed.
 *
 * @public
 */
export const SCORECARD_WEEKS = 8;

/**
 * One of the findings that concern an owner, with the sync that it is of.
 *
 * @public
 */
export interface ScorecardFinding
  extends Pick<
    RecordedFinding,
    'severity' | 'code' | 'message' | 'hint' | 'file' | 'line' | 'entity'
  > {
  /** Id of the source. */
  source: string;
  /** Id of its latest sync that was applied. */
  syncId: string;
}

/**
 * What an owner has from one source, and how fresh that is.
 *
 * @public
 */
export interface ScorecardSource {
  /** Id of the source. */
  source: string;
  /** Entities from the source that belong to the owner. */
  entityCount: number;
  /** Start of the latest sync that applied anything; ISO 8601, UTC. The catalog shows the source as of then. */
  dataAsOf: string | null;
  /** Id of that sync. */
  syncId: string | null;
  /** What the source is pinned to: a sync since has read that again, however old it is. */
  pin: SyncPin | null;
}

/**
 * How many findings were new and how many were fixed in one week.
 *
 * @public
 */
export interface ScorecardTrendPoint {
  /** Start of the week, of seven UTC days; ISO 8601, UTC. */
  date: string;
  new: number;
  fixed: number;
}

/**
 * What concerns an owner: a squad, or whoever else owns entities.
 *
 * @public
 */
export interface Scorecard {
  /** Entity ref in lower case. */
  owner: string;
  /** Entities that belong to it, of all sources; itself does not count. */
  entityCount: number;
  /** Number of errors that concern it now. */
  errorCount: number;
  /** Number of warnings that concern it now. */
  warningCount: number;
  /** The first of these errors and warnings, of each source. */
  findings: ScorecardFinding[];
  /** How many findings were new in the last weeks. */
  newCount: number;
  /** How many findings were fixed in the last weeks. */
  fixedCount: number;
  /** The same for each of these weeks, of which the last ends with today; oldest first. */
  trend: ScorecardTrendPoint[];
  /** Those that have something of it, in the order of their ids. */
  sources: ScorecardSource[];
}

/**
 * One page of scorecards, in the order of their owners.
 *
 * @public
 */
export interface ScorecardPage {
  scorecards: Scorecard[];
  /** Since when new and fixed findings are counted: the start of the first week; ISO 8601, UTC. */
  from: string;
  pagination: CursorPagination & {
    /** Number of owners that match. */
    total: number;
  };
}
