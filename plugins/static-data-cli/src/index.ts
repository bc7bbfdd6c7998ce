import { isMainThread } from 'node:worker_threads';
import { workWithoutHurry } from '@internal/plugin-static-data-model';
import { main, watchOutput } from './main';

// The bundle is also what the thread of the model runs, which answers by itself; see `thread.ts` there.
if (isMainThread) {
  watchOutput();
  workWithoutHurry();
  void main(process.argv.slice(2));
}
