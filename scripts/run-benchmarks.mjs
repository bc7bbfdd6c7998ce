// Measures how fast Static Data is, on SQLite and on PostgreSQL 18. PostgreSQL comes out of
// a package and lives for the length of the run; a server named by BENCHMARK_POSTGRES is
// used instead.
//
//   node scripts/run-benchmarks.mjs [write] [options]

import { spawn } from 'node:child_process';
import { startPostgres } from './lib/embeddedPostgres.mjs';

const CONNECTION_VARIABLE = 'BENCHMARK_POSTGRES';

const postgres = process.env[CONNECTION_VARIABLE]
  ? undefined
  : await startPostgres();

const child = spawn(
  process.execPath,
  [
    '--require',
    '@backstage/cli/config/nodeTransform.cjs',
    'packages/benchmarks/src/index.ts',
    ...process.argv.slice(2),
  ],
  {
    stdio: 'inherit',
    env: {
      ...process.env,
      ...(postgres && { [CONNECTION_VARIABLE]: postgres.connectionString }),
    },
  },
);
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => child.kill(signal));
}
const code = await new Promise(resolve => {
  child.on('error', error => {
    console.error(error.message);
    resolve(1);
  });
  child.on('exit', exitCode => resolve(exitCode ?? 1));
});
await postgres?.stop();
process.exit(code);
