// Runs the unit and integration tests, all or those whose path matches an argument, on SQLite
// and on PostgreSQL 18.
//
//   node scripts/run-tests.mjs [path pattern] [options of Jest]

import { generateApiFiles } from './lib/generateApiFiles.mjs';
import { runWithPostgres } from './lib/runWithPostgres.mjs';

await generateApiFiles();

await runWithPostgres({
  variable: 'BACKSTAGE_TEST_DATABASE_POSTGRES18_CONNECTION_STRING',
  command: 'backstage-cli',
  args: ['repo', 'test', ...process.argv.slice(2)],
  shell: process.platform === 'win32',
  env: {
    // Without it Jest watches for changes and never exits.
    CI: process.env.CI ?? 'true',
    BACKSTAGE_TEST_DISABLE_DOCKER: '1',
  },
});
