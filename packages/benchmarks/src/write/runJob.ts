import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDatabases, DatabaseName } from '../backend/databases';
import { WriteJob, WriteResult } from './types';

/** Measures in a process of its own, with databases of its own. */
export async function runJob(
  options: Pick<WriteJob, 'variant' | 'directory' | 'entities'> & {
    database: DatabaseName;
  },
  postgres: string | undefined,
): Promise<WriteResult> {
  const { database, ...job } = options;
  const databases = await createDatabases(database, postgres);
  const folder = await mkdtemp(join(tmpdir(), 'static-data-result-'));
  try {
    const resultFile = join(folder, 'result.json');
    await runProcess({ ...job, database: databases.config, resultFile });
    return JSON.parse(await readFile(resultFile, 'utf8'));
  } finally {
    await rm(folder, { recursive: true });
    await databases.remove();
  }
}

async function runProcess(job: WriteJob): Promise<void> {
  const child = spawn(
    process.execPath,
    [
      ...process.execArgv,
      require.resolve('./measureWrite'),
      JSON.stringify(job),
    ],
    {
      stdio: 'inherit',
      env: { ...process.env, NODE_ENV: 'production' },
    },
  );
  const [code] = await once(child, 'exit');
  if (code !== 0) {
    throw new Error(`The measurement of '${job.variant}' ended with ${code}`);
  }
}
