import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BenchmarkOptions } from '../arguments';
import { reviseSource, writeSource } from '../source/writeSource';
import { createReport } from './createReport';
import { runJob } from './runJob';
import { SYNC_CASES, Variant, WriteMeasurement, WriteResult } from './types';

const VARIANTS: Variant[] = ['plain', 'ours'];

/**
 * Measures how fast sources are synchronised, against a plain provider that does the same
 * the usual way. Every measurement runs in a process of its own, the two in turns.
 *
 * @returns the report, in Markdown
 */
export async function runWriteBenchmark(
  options: BenchmarkOptions & {
    /** Connection string of a PostgreSQL server. */
    postgres: string | undefined;
    onProgress: (line: string) => void;
  },
): Promise<string> {
  const { sizes, databases, rounds, postgres, onProgress } = options;
  const measurements: WriteMeasurement[] = [];
  for (const entities of sizes) {
    const directory = await mkdtemp(join(tmpdir(), 'static-data-source-'));
    try {
      onProgress(`Writing a source of ${entities} entities`);
      await writeSource(directory, entities);
      for (let round = 1; round <= rounds; round += 1) {
        for (const database of databases) {
          for (const variant of VARIANTS) {
            await reviseSource(directory, entities, 'original');
            const job = { variant, database, directory, entities };
            const result = await runJob(job, postgres);
            measurements.push({ ...job, result });
            onProgress(
              `${entities} entities, ${database}, round ${round}, ${variant}: ${describe(
                result,
              )}`,
            );
          }
        }
      }
    } finally {
      await rm(directory, { recursive: true });
    }
    assertSameEntities(measurements.filter(m => m.entities === entities));
  }
  return createReport(measurements);
}

function describe({ cases }: WriteResult): string {
  return SYNC_CASES.map(
    syncCase => `${syncCase} ${Math.round(cases[syncCase].ms)} ms`,
  ).join(', ');
}

/** Otherwise they have not done the same job. */
function assertSameEntities(measurements: WriteMeasurement[]): void {
  // The location of the source is part of every entity, so only those of one source are equal.
  const digests = new Set(measurements.map(({ result }) => result.digest));
  if (digests.size > 1) {
    throw new Error('Not all measurements ended with the same entities');
  }
}
