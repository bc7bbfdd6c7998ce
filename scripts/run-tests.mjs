// Runs all unit and integration tests, on SQLite and on PostgreSQL 18. PostgreSQL comes
// out of a package and lives for the length of the run; a server named by
// BACKSTAGE_TEST_DATABASE_POSTGRES18_CONNECTION_STRING is used instead.

import { spawn } from 'node:child_process';
import { startPostgres } from './lib/embeddedPostgres.mjs';

const CONNECTION_VARIABLE =
  'BACKSTAGE_TEST_DATABASE_POSTGRES18_CONNECTION_STRING';

const postgres = process.env[CONNECTION_VARIABLE]
  ? undefined
  : await startPostgres();

const child = spawn(
  'backstage-cli',
  ['repo', 'test', ...process.argv.slice(2)],
  {
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env: {
      ...process.env,
      // Without it the test runner waits for changes and never ends.
      CI: process.env.CI ?? 'true',
      BACKSTAGE_TEST_DISABLE_DOCKER: '1',
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
