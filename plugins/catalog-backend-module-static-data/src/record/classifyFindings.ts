import {
  RecordedFinding,
  SyncFinding,
  SyncFindingState,
} from '@internal/plugin-static-data-common';
import { createYielder } from '@internal/plugin-static-data-model';

type Severity = SyncFinding['severity'];

/** The order in which findings are best read. */
const READING_ORDER: Array<[state: SyncFindingState, severity: Severity]> = [
  ['new', 'error'],
  ['known', 'error'],
  ['new', 'warning'],
  ['known', 'warning'],
  ['fixed', 'error'],
  ['fixed', 'warning'],
];

/**
 * What may be another each time: `line 5`, `column 12`, `position 420`, `(5:12)`, `data/squads.json:5`,
 * `Squad number 5 in`, and until when a host takes no requests.
 */
const PLACE_OR_TIME =
  /\b(line|column|position|offset) \d{1,9}|\(\d{1,9}:\d{1,9}\)|(?<=\.\w{1,9}):\d{1,9}\b(?!['.:])|\bnumber \d{1,9}(?= in )|\bbefore \d{4}-\d\d-\d\dT[\d:.]{8,12}Z/gi;

/**
 * Separates the new findings of a sync from those that were known before, and adds those that have
 * been fixed.
 *
 * Findings are equal whatever lines, columns and times they name: a line inserted above does not make
 * an error new. Each finding of the baseline makes one finding known, preferably one that is identical.
 *
 * @param baseline - the findings of the last applied sync, and those that were new in the
 * syncs since then, with duplicates
 * @param options.fixesBaseline - whether the sync has looked at everything, so that what it did
 * not find is fixed; a sync that applied nothing has not
 * @returns in the order in which they are best read. Yields to the event loop, whatever becomes of the
 * sync: it has to be recorded.
 */
export async function classifyFindings(
  current: SyncFinding[],
  baseline: SyncFinding[],
  options: { fixesBaseline: boolean },
): Promise<RecordedFinding[]> {
  const exact = await pairOff(current, baseline, toExactKey);
  const similar = await pairOff(exact.current, exact.baseline, toKeyOfProblem);
  const added = new Set(similar.current);
  const findings: RecordedFinding[] = [
    ...current.map(finding => ({
      ...finding,
      state: added.has(finding) ? ('new' as const) : ('known' as const),
    })),
    ...(options.fixesBaseline ? similar.baseline : []).map(finding => ({
      ...finding,
      state: 'fixed' as const,
    })),
  ];
  return READING_ORDER.flatMap(([state, severity]) =>
    findings.filter(
      finding => finding.state === state && finding.severity === severity,
    ),
  );
}

/** Removes equal findings from both sides, one for one, and returns the rest. */
async function pairOff(
  current: SyncFinding[],
  baseline: SyncFinding[],
  toKey: (finding: SyncFinding) => string,
): Promise<{ current: SyncFinding[]; baseline: SyncFinding[] }> {
  const yieldWhenDue = createYielder();
  const baselineByKey = new Map<string, SyncFinding[]>();
  for (const finding of baseline) {
    await yieldWhenDue();
    const key = toKey(finding);
    const equals = baselineByKey.get(key) ?? [];
    equals.push(finding);
    baselineByKey.set(key, equals);
  }
  const left: SyncFinding[] = [];
  for (const finding of current) {
    await yieldWhenDue();
    if (!baselineByKey.get(toKey(finding))?.pop()) {
      left.push(finding);
    }
  }
  const unpaired = new Set([...baselineByKey.values()].flat());
  return {
    current: left,
    baseline: baseline.filter(finding => unpaired.has(finding)),
  };
}

function toExactKey(finding: SyncFinding): string {
  const { severity, code, phase, file, line, entity, message } = finding;
  return JSON.stringify([severity, code, phase, file, line, entity, message]);
}

function toKeyOfProblem(finding: SyncFinding): string {
  return toExactKey({
    ...finding,
    line: undefined,
    message: finding.message.replace(PLACE_OR_TIME, '$1'),
  });
}
