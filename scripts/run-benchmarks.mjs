// Measures how fast Static Data is, on SQLite and on PostgreSQL 18.
//
//   node scripts/run-benchmarks.mjs [write|read|github|cli] [options]

import { runWithPostgres } from './lib/runWithPostgres.mjs';

await runWithPostgres({
  variable: 'BENCHMARK_POSTGRES',
  command: process.execPath,
  args: [
    '--require',
    '@backstage/cli/config/nodeTransform.cjs',
    'packages/benchmarks/src/index.ts',
    ...process.argv.slice(2),
  ],
});
