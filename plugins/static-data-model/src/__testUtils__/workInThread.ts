import { threadId } from 'node:worker_threads';
import { inThread } from '../thread';

/** Besides saying in which thread, it works for ever, or fails. */
export function work(
  text: string,
  how?: 'for ever' | 'in vain',
): { threadId: number; length: number } {
  while (how === 'for ever') {
    // On and on.
  }
  if (how === 'in vain') {
    throw new TypeError('There is nothing to do');
  }
  return { threadId, length: text.length };
}

export const WORK = { file: __filename, name: work.name };

export const workInThread = inThread(
  __filename,
  work,
  (text, ..._) => !text.startsWith('heavy'),
);
