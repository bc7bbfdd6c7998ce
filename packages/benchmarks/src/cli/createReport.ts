import { markdownTable } from '../markdownTable';
import { median } from '../median';

/** The seconds that something may take. */
const TARGETS: Record<
  CliMeasurement['what'],
  (entities?: number) => number | undefined
> = {
  'Node alone': () => undefined,
  start: () => 0.5,
  validate: entities => (entities === 10_000 ? 5 : undefined),
};

/** One run of a command. */
export interface CliMeasurement {
  what: 'Node alone' | 'start' | 'validate';
  /** Of the source. */
  entities?: number;
  ms: number;
  /** Of the processors, all threads together, on which others have less of an effect. */
  cpuMs: number;
}

/** The report, in Markdown: the median of each. */
export function createReport(measurements: CliMeasurement[]): string {
  const groups = new Map<string, CliMeasurement[]>();
  for (const measurement of measurements) {
    const key = `${measurement.what} ${measurement.entities}`;
    groups.set(key, [...(groups.get(key) ?? []), measurement]);
  }
  return [
    '## Command line',
    markdownTable(
      ['what', 'entities', 's', 'target', 's of the processors'],
      [...groups.values()].map(group => {
        const [{ what, entities }] = group;
        const target = TARGETS[what](entities);
        const seconds = (key: 'ms' | 'cpuMs') =>
          (median(group.map(each => each[key])) / 1000).toFixed(2);
        return [
          what,
          String(entities ?? ''),
          seconds('ms'),
          target === undefined ? '' : `< ${target}`,
          seconds('cpuMs'),
        ];
      }),
    ),
  ].join('\n\n');
}
