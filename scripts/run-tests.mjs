// Runs all unit and integration tests, on SQLite and on PostgreSQL 18.

import { runWithPostgres } from './lib/runWithPostgres.mjs';

await runWithPostgres({
  variable: 'BACKSTAGE_TEST_DATABASE_POSTGRES18_CONNECTION_STRING',
  command: 'backstage-cli',
  args: ['repo', 'test', ...process.argv.slice(2)],
  shell: process.platform === 'win32',
  env: {
    // Without it the test runner waits for changes and never ends.
    CI: process.env.CI ?? 'true',
    BACKSTAGE_TEST_DISABLE_DOCKER: '1',
  },
});
