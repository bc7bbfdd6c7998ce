// A process of its own for one measurement; its argument is the job, as JSON.

import { writeFile } from 'node:fs/promises';
import { runMain } from '../runMain';
import { measureSyncs } from './measureSyncs';
import { WriteJob } from './types';

async function main() {
  const job: WriteJob = JSON.parse(process.argv[2]);
  const result = await measureSyncs(job);
  await writeFile(job.resultFile, JSON.stringify(result));
}

runMain(main);
