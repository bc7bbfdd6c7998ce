// Starts the app and the backend with the sample source, and prints where the page is as soon
// as both respond.

import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { generateApiFiles } from './lib/generateApiFiles.mjs';

const APP_URL = 'http://localhost:3000';
const BACKEND_READY_URL =
  'http://localhost:7007/.backstage/health/v1/readiness';

await generateApiFiles();

const child = spawn(
  'backstage-cli',
  ['repo', 'start', ...process.argv.slice(2)],
  {
    stdio: ['inherit', 'inherit', 'pipe'],
    shell: process.platform === 'win32',
  },
);
// The Backstage CLI waits for changes of the code when the backend has ended.
child.stderr.pipe(process.stderr);
child.stderr.on('data', data => {
  if (String(data).includes('The backend did not start')) {
    process.exitCode = 1;
    child.kill();
  }
});
let hasEnded = false;
child.on('error', error => {
  console.error(error.message);
  process.exit(1);
});
child.on('exit', code => {
  hasEnded = true;
  process.exit(process.exitCode || (code ?? 1));
});
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => child.kill(signal));
}

const answers = async url => {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
};

while (!((await answers(APP_URL)) && (await answers(BACKEND_READY_URL)))) {
  await sleep(1000);
}
if (!hasEnded) {
  console.log(`
  Static Data is ready.

    The page:  ${APP_URL}/static-data-settings
    The API:   http://localhost:7007/api/static-data (see docs/api.md)
`);
}
