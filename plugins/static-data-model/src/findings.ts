import { SyncFinding } from '@internal/plugin-static-data-common';

/**
 * What is wrong, where, and what a person can do about it.
 *
 * @public
 */
export type Problem = Pick<SyncFinding, 'code' | 'message' | 'hint' | 'line'>;

/** What becomes of the entity of a record that cannot be read. */
export const KEPT_UNTIL_THEN =
  'Until then the catalog keeps its last known good version.';

/**
 * Reports a finding that does not end the sync.
 *
 * @public
 */
export type ReportFinding = (finding: SyncFinding) => void;

/**
 * Ends a sync: nothing can be applied. The finding becomes the error on its record.
 *
 * @public
 */
export class SyncFindingError extends Error {
  readonly finding: SyncFinding;

  constructor(finding: Omit<SyncFinding, 'severity'>, cause?: unknown) {
    super(finding.message, { cause });
    this.name = 'SyncFindingError';
    this.finding = { severity: 'error', ...finding };
  }
}
