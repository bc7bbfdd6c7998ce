// Starts dist/product the way the browser tests need it: with an empty database and the
// sample source. Ends with the process that started it.

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const product = join(root, 'dist', 'product');
const database = mkdtempSync(join(tmpdir(), 'static-data-e2e-'));

const child = spawn(
  process.execPath,
  [
    'packages/backend',
    '--config',
    'app-config.yaml',
    '--config',
    join(root, 'packages/app/e2e-tests/app-config.e2e.yaml'),
  ],
  {
    cwd: product,
    stdio: 'inherit',
    env: {
      ...process.env,
      NODE_ENV: 'production',
      STATIC_DATA_E2E_DATABASE: database,
      STATIC_DATA_E2E_SOURCE: 'examples/static-data',
    },
  },
);
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => child.kill(signal));
}
child.on('exit', code => {
  rmSync(database, { recursive: true, force: true });
  process.exit(code ?? 1);
});
