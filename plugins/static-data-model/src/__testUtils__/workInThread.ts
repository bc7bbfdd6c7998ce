import { threadId } from 'node:worker_threads';
import { inThread } from '../thread';

/** Besides saying in which thread, it works for ever, takes all memory, or fails. */
export function work(
  text: string,
  how?: 'for ever' | 'in all memory' | 'in vain',
): { threadId: number; length: number } {
  const kept: number[][] = [];
  while (how === 'for ever' || how === 'in all memory') {
    if (how === 'in all memory') {
      kept.push(Array(1_000).fill(kept.length));
    }
  }
  if (how === 'in vain') {
    throw new TypeError('There is nothing to do');
  }
  return { threadId, length: text.length };
}

export const WORK_FILE = __filename;

export const workInThread = inThread(
  __filename,
  work,
  (text, ..._) => !text.startsWith('heavy'),
);
