// Runs the unit and integration tests, all or those whose path matches an argument, on SQLite
// and on PostgreSQL 18. Prints what fails or is unexpected, unless `--verbose` or `--reporters` asks
// for more.
//
//   node scripts/run-tests.mjs [path pattern] [options of Jest]

import { fileURLToPath } from 'node:url';
import { generateApiFiles } from './lib/generateApiFiles.mjs';
import { runWithPostgres } from './lib/runWithPostgres.mjs';

const args = process.argv.slice(2);

// At the end, because Jest takes what follows for the name of another reporter.
const QUIET = [
  '--verbose=false',
  `--reporters=${fileURLToPath(
    new URL('lib/quietReporter.mjs', import.meta.url),
  )}`,
  '--reporters=summary',
];
const choosesOutput = args.some(arg => /^--(?:verbose|reporters)\b/.test(arg));

await generateApiFiles();

await runWithPostgres({
  variable: 'BACKSTAGE_TEST_DATABASE_POSTGRES18_CONNECTION_STRING',
  command: 'backstage-cli',
  args: ['repo', 'test', ...args, ...(choosesOutput ? [] : QUIET)],
  shell: process.platform === 'win32',
  env: {
    // Without it Jest watches for changes and never exits.
    CI: process.env.CI ?? 'true',
    BACKSTAGE_TEST_DISABLE_DOCKER: '1',
  },
});
