import {
  MAX_FINDINGS_PER_CODE,
  pluralize,
  SyncFinding,
} from '@internal/plugin-static-data-common';

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
 * Collects findings, so that many take no more memory than is needed: see {@link limitFindings}.
 *
 * @public
 */
export class FindingCollector {
  readonly #max: number;
  readonly #kept: SyncFinding[] = [];
  readonly #counts = new Map<string, number>();
  /** One finding for all that are left out, by code and severity. */
  readonly #leftOut = new Map<string, SyncFinding & { count: number }>();

  constructor(max = MAX_FINDINGS_PER_CODE) {
    this.#max = max;
  }

  add(finding: SyncFinding): void {
    const { severity, phase, code, hint } = finding;
    const key = `${code} ${severity}`;
    const count = this.#counts.get(key) ?? 0;
    if (count < this.#max) {
      this.#counts.set(key, count + 1);
      this.#kept.push(finding);
      return;
    }
    const counted = this.#leftOut.get(key);
    this.#leftOut.set(key, {
      ...(counted ?? { severity, phase, code, hint, message: '' }),
      count: (counted?.count ?? 0) + countOf(finding),
    });
  }

  list(): SyncFinding[] {
    return [
      ...this.#kept,
      ...[...this.#leftOut.values()].map(counted => ({
        ...counted,
        message: describeLeftOut(counted),
      })),
    ];
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
  const collector = new FindingCollector(max);
  findings.forEach(finding => collector.add(finding));
  return collector.list();
}

function describeLeftOut({
  severity,
  code,
  count,
}: SyncFinding & { count: number }): string {
  return `${pluralize(
    count,
    `more ${severity} with the code ${code} is`,
    `more ${severity}s with the code ${code} are`,
  )} not listed`;
}

/**
 * How many problems a finding stands for.
 *
 * @public
 */
export function countOf({ count = 1 }: SyncFinding): number {
  return count;
}
