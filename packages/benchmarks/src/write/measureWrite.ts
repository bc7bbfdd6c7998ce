// A process of its own for one measurement; its argument is the job, as JSON.

import { writeFile } from 'node:fs/promises';
import { measureSyncs } from './measureSyncs';
import { WriteJob } from './types';

const MAX_ERROR_LENGTH = 2_000;

async function main() {
  const job: WriteJob = JSON.parse(process.argv[2]);
  const result = await measureSyncs(job);
  await writeFile(job.resultFile, JSON.stringify(result));
}

main().then(
  () => process.exit(0),
  error => {
    // Errors of databases can hold whole statements.
    console.error(String(error?.stack).slice(0, MAX_ERROR_LENGTH));
    process.exit(1);
  },
);
