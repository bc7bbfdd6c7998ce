import {
  MAX_FINDINGS_PER_CODE,
  pluralize,
  SyncFinding,
} from '@internal/plugin-static-data-common';
import groupBy from 'lodash/groupBy';

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

/**
 * Of many errors, or many warnings, with one code, keeps the first, and adds one finding that counts
 * the others.
 *
 * @public
 */
export function limitFindings(
  findings: SyncFinding[],
  max = MAX_FINDINGS_PER_CODE,
): SyncFinding[] {
  const groups = Object.values(
    groupBy(findings, ({ code, severity }) => `${code} ${severity}`),
  ).filter(({ length }) => length > max);
  if (groups.length === 0) {
    return findings;
  }
  const leftOut = new Set(groups.flatMap(group => group.slice(max)));
  return [
    ...findings.filter(finding => !leftOut.has(finding)),
    ...groups.map(group => toCountingFinding(group.slice(max))),
  ];
}

function toCountingFinding(findings: SyncFinding[]): SyncFinding {
  const [{ severity, phase, code, hint }] = findings;
  const count = findings.reduce((sum, finding) => sum + countOf(finding), 0);
  return {
    severity,
    phase,
    code,
    message: `${pluralize(
      count,
      `more ${severity} with the code ${code} is`,
      `more ${severity}s with the code ${code} are`,
    )} not listed`,
    hint,
    count,
  };
}

/**
 * How many problems a finding stands for.
 *
 * @public
 */
export function countOf({ count = 1 }: SyncFinding): number {
  return count;
}
