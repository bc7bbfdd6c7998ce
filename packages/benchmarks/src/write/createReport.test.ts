import { createReport } from './createReport';
import { Variant, WriteMeasurement } from './types';

function measurement(
  variant: Variant,
  options: { ms: number; entities?: number; memory?: number; block?: number },
): WriteMeasurement {
  const syncCase = {
    ms: options.ms,
    cpuMs: options.ms / 2,
    completeMs: 10,
    grownBytes: 3 * 2 ** 20,
    longestOwnBlock: { ms: options.block ?? 0, where: 'DIFF' },
    phases: [
      { phase: 'FETCH' as const, durationMs: 30 },
      { phase: 'PARSE' as const, durationMs: 20 },
    ],
  };
  return {
    variant,
    database: 'SQLite',
    entities: options.entities ?? 10_000,
    result: {
      cases: {
        'first sync': syncCase,
        'unchanged commit': syncCase,
        '1 % changed': syncCase,
      },
      peakMemory: (options.memory ?? 100) * 2 ** 20,
      entities: 10_000,
      digest: '',
    },
  };
}

function rowsOf(report: string): string[][] {
  return report
    .split('\n')
    .filter(line => line.startsWith('|'))
    .map(line =>
      line
        .split('|')
        .slice(1, -1)
        .map(cell => cell.trim()),
    );
}

describe('createReport', () => {
  it('compares medians with the targets', () => {
    const report = createReport([
      measurement('ours', { ms: 100, memory: 140, block: 20 }),
      measurement('ours', { ms: 5_000, memory: 140, block: 60 }),
      measurement('ours', { ms: 90, memory: 140, block: 30 }),
      measurement('plain', { ms: 1_000 }),
    ]);
    expect(rowsOf(report).slice(2, 7)).toEqual(
      [
        ['first sync', '100 ms', '1,000 ms', '0.100', '≤ 1.2', 'met', '0.100'],
        [
          'unchanged commit',
          '100 ms',
          '1,000 ms',
          '0.100',
          '≤ 0.05',
          '**missed**',
          '0.100',
        ],
        ['1 % changed', '100 ms', '1,000 ms', '0.100', '≤ 0.2', 'met', '0.100'],
        [
          'peak memory',
          '140 MiB',
          '100 MiB',
          '1.400',
          '≤ 1.3',
          '**missed**',
          '',
        ],
        [
          'longest block by own code (first sync: DIFF)',
          '30 ms',
          '0 ms',
          '',
          '< 250 ms',
          'met',
          '',
        ],
      ].map(cells => ['10,000', 'SQLite', ...cells]),
    );
  });

  it('has no target for the block and for changes of a small source', () => {
    const report = createReport([
      measurement('ours', { ms: 900, entities: 1_000, block: 900 }),
      measurement('plain', { ms: 1_000, entities: 1_000 }),
    ]);
    const results = new Map(
      rowsOf(report)
        .slice(2, 7)
        .map(cells => [cells[2].slice(0, 7), cells[7]]),
    );
    expect(results.get('1 % cha')).toBe('');
    expect(results.get('longest')).toBe('');
  });

  it('tells where our time went', () => {
    const report = createReport([
      measurement('ours', { ms: 100 }),
      measurement('plain', { ms: 1_000 }),
    ]);
    const label = ['10,000', 'SQLite', '1 % changed'];
    const times = [100, 30, 20, 0, 0, 0, 10, 40].map(String);
    expect(rowsOf(report).at(-4)).toEqual([...label, ...times]);
  });

  it('tells by how much the database grows', () => {
    const report = createReport([
      measurement('ours', { ms: 100 }),
      measurement('plain', { ms: 1_000 }),
    ]);
    expect(rowsOf(report).at(-1)).toEqual([
      ...['10,000', 'SQLite'],
      ...['3,072', '3,072', '3,072'],
    ]);
  });
});
