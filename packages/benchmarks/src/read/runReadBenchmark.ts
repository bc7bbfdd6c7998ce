import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { BenchmarkOptions } from '../arguments';
import { createDatabases } from '../backend/databases';
import { createReport } from './createReport';
import { measureReading } from './measureReading';
import { CHANGES_PER_RECORD, ReadMeasurement, SeedJob } from './types';

/**
 * Measures how fast the API answers over a long history, against an endpoint that does the least
 * that one can do. Server and client are processes of their own.
 *
 * @returns the report, in Markdown
 */
export async function runReadBenchmark(
  options: Pick<BenchmarkOptions, 'databases' | 'records' | 'rounds'> & {
    /** Connection string of a PostgreSQL server. */
    postgres: string | undefined;
    onProgress: (line: string) => void;
  },
): Promise<string> {
  const { databases, records, rounds, postgres, onProgress } = options;
  const measurements: ReadMeasurement[] = [];
  for (const name of databases) {
    const { config, remove } = await createDatabases(name, postgres);
    try {
      onProgress(`${name}: writing a history of ${records} syncs`);
      await seed({ database: config, records });
      measurements.push({
        database: name,
        records,
        changes: Math.ceil(records * CHANGES_PER_RECORD),
        ...(await measureReading({
          database: config,
          rounds,
          onProgress: line => onProgress(`${name}, ${line}`),
        })),
      });
    } finally {
      await remove();
    }
  }
  return createReport(measurements);
}

async function seed(job: SeedJob): Promise<void> {
  const child = spawn(
    process.execPath,
    [
      ...process.execArgv,
      require.resolve('./seedDatabase'),
      JSON.stringify(job),
    ],
    { stdio: 'inherit', env: { ...process.env, NODE_ENV: 'production' } },
  );
  const [code] = await once(child, 'exit');
  if (code !== 0) {
    throw new Error(`The history could not be written: ${code}`);
  }
}
