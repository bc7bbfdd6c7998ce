import { cpus } from 'node:os';
import { SYNC_PHASES } from '@internal/plugin-static-data-common';
import { markdownTable } from '../markdownTable';
import { median } from '../median';
import { DatabaseName } from '../backend/databases';
import {
  BLOCK_TARGET_ENTITIES,
  BLOCK_TARGETS_MS,
  MEMORY_TARGET,
  TIME_TARGETS,
} from './targets';
import {
  SyncCase,
  SYNC_CASES,
  Variant,
  WriteMeasurement,
  WriteResult,
} from './types';

const KIBIBYTE = 2 ** 10;
const MEBIBYTE = 2 ** 20;

/** What was measured with one source on one database. */
interface Group {
  entities: number;
  database: DatabaseName;
  resultsOf: Record<Variant, WriteResult[]>;
}

/** The report, in Markdown: what was reached, and where our time goes. */
export function createReport(measurements: WriteMeasurement[]): string {
  const groups = groupMeasurements(measurements);
  return [
    '## Writing',
    `Medians, on ${cpus().length} processors (${cpus()[0]?.model}), Node ${
      process.versions.node
    }.`,
    markdownTable(
      [
        'entities',
        'database',
        'what',
        'ours',
        'plain',
        'ours / plain',
        'target',
        '',
        'processor time, ours / plain',
      ],
      groups.flatMap(toRows),
    ),
    'Where our time goes, in ms:',
    createBreakdown(groups),
    'By how much the database of the syncs grows, in KiB:',
    createGrowth(groups),
  ].join('\n\n');
}

function toRows(group: Group): string[][] {
  const { ours, plain } = group.resultsOf;
  const label = [formatNumber(group.entities), group.database];
  const times = SYNC_CASES.map(syncCase => {
    const target = TIME_TARGETS[syncCase];
    return [
      ...label,
      syncCase,
      ...compare(
        medianOf(ours, result => result.cases[syncCase].ms),
        medianOf(plain, result => result.cases[syncCase].ms),
        'ms',
        group.entities >= target.fromEntities ? target.ratio : undefined,
      ),
      (
        medianOf(ours, result => result.cases[syncCase].cpuMs) /
        medianOf(plain, result => result.cases[syncCase].cpuMs)
      ).toFixed(3),
    ];
  });
  const memory = [
    ...label,
    'peak memory',
    ...compare(
      medianOf(ours, result => result.peakMemory / MEBIBYTE),
      medianOf(plain, result => result.peakMemory / MEBIBYTE),
      'MiB',
      MEMORY_TARGET,
    ),
    '',
  ];
  return [...times, memory, [...label, ...toBlockCells(group)]];
}

function compare(
  ours: number,
  plain: number,
  unit: string,
  target: number | undefined,
): string[] {
  const ratio = ours / plain;
  return [
    `${formatNumber(ours)} ${unit}`,
    `${formatNumber(plain)} ${unit}`,
    ratio.toFixed(3),
    target === undefined ? '' : `≤ ${target}`,
    target === undefined ? '' : describeTarget(ratio <= target),
  ];
}

function toBlockCells({ entities, database, resultsOf }: Group): string[] {
  const ours = medianOf(resultsOf.ours, result => longestBlock(result).ms);
  const plain = medianOf(resultsOf.plain, result => longestBlock(result).ms);
  const places = resultsOf.ours.map(result => longestBlock(result).where);
  const isBound = entities === BLOCK_TARGET_ENTITIES;
  const target = BLOCK_TARGETS_MS[database];
  return [
    `longest block by own code (${[...new Set(places)].join(', ')})`,
    `${formatNumber(ours)} ms`,
    `${formatNumber(plain)} ms`,
    '',
    isBound ? `< ${target} ms` : '',
    isBound ? describeTarget(ours < target) : '',
    '',
  ];
}

function longestBlock({ cases }: WriteResult) {
  return SYNC_CASES.map(syncCase => ({
    ms: cases[syncCase].longestOwnBlock.ms,
    where: `${syncCase}: ${cases[syncCase].longestOwnBlock.where}`,
  })).reduce((a, b) => (b.ms > a.ms ? b : a));
}

function createBreakdown(groups: Group[]): string {
  const toRow = (group: Group, syncCase: SyncCase) => {
    const results = group.resultsOf.ours.map(result => result.cases[syncCase]);
    const phases = SYNC_PHASES.map(name =>
      median(
        results.map(
          result =>
            result.phases.find(({ phase }) => phase === name)?.durationMs ?? 0,
        ),
      ),
    );
    const total = median(results.map(({ ms }) => ms));
    const record = median(results.map(({ completeMs }) => completeMs));
    const rest = total - record - phases.reduce((sum, ms) => sum + ms, 0);
    return [
      formatNumber(group.entities),
      group.database,
      syncCase,
      ...[total, ...phases, record, rest].map(formatNumber),
    ];
  };
  return markdownTable(
    ['entities', 'database', 'what', 'total', ...SYNC_PHASES, 'record', 'rest'],
    groups.flatMap(group => SYNC_CASES.map(syncCase => toRow(group, syncCase))),
  );
}

function createGrowth(groups: Group[]): string {
  return markdownTable(
    ['entities', 'database', ...SYNC_CASES],
    groups.map(({ entities, database, resultsOf: { ours } }) => [
      formatNumber(entities),
      database,
      ...SYNC_CASES.map(syncCase =>
        formatNumber(
          medianOf(ours, ({ cases }) => cases[syncCase].grownBytes / KIBIBYTE),
        ),
      ),
    ]),
  );
}

function groupMeasurements(measurements: WriteMeasurement[]): Group[] {
  const groups = new Map<string, Group>();
  for (const { entities, database, variant, result } of measurements) {
    const key = `${entities} ${database}`;
    const group = groups.get(key) ?? {
      entities,
      database,
      resultsOf: { ours: [], plain: [] },
    };
    group.resultsOf[variant].push(result);
    groups.set(key, group);
  }
  return [...groups.values()];
}

function medianOf(
  results: WriteResult[],
  valueOf: (result: WriteResult) => number,
): number {
  return median(results.map(valueOf));
}

function formatNumber(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

function describeTarget(isMet: boolean): string {
  return isMet ? 'met' : '**missed**';
}
