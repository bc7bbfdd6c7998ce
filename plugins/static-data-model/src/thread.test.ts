import { threadId } from 'node:worker_threads';
import { WORK_FILE, workInThread } from './__testUtils__/workInThread';
import { CallThread, isSmall, TooMuchWorkError } from './thread';

const LARGE = 'a'.repeat(100_000);

describe('inThread', () => {
  it('does little work where it is', async () => {
    expect(await workInThread('light')).toEqual({ threadId, length: 5 });
  });

  it.each([
    ['on a long text', LARGE],
    ['that is known to be heavy', 'heavy'],
  ])('does work %s in another thread, always the same', async (_, text) => {
    const first = await workInThread(text);
    expect(first.length).toBe(text.length);
    expect(first.threadId).not.toBe(threadId);
    expect(await workInThread(text)).toEqual(first);
  });

  it('throws what the function throws', async () => {
    await expect(workInThread(LARGE, 'in vain')).rejects.toMatchObject({
      name: 'TypeError',
      message: 'There is nothing to do',
    });
  });
});

describe('isSmall', () => {
  it.each([
    ['a short text', 'text', true],
    ['an object of short texts', { a: ['b', null, undefined, 1] }, true],
    ['a long text', LARGE, false],
    ['a long text within', { a: [{ b: LARGE }] }, false],
    ['many short texts', Array(10_000).fill('text'), false],
    ['many numbers', Array(100_000).fill(0), false],
  ])('judges %s', (_, value, expected) => {
    expect(isSmall(value)).toBe(expected);
  });
});

describe('CallThread', () => {
  it('gives up what takes too long', async () => {
    const thread = new CallThread({ ms: 100, megabytes: 512 });
    const call = thread.call({ file: WORK_FILE, args: ['', 'for ever'] });
    await expect(call).rejects.toThrow(TooMuchWorkError);
    await expect(call).rejects.toThrow('takes more than 0.1 seconds');
  });

  it('gives up what takes too much memory, and goes on with the next', async () => {
    const thread = new CallThread({ ms: 30_000, megabytes: 64 });
    const [tooMuch, next] = await Promise.allSettled([
      thread.call({ file: WORK_FILE, args: ['', 'in all memory'] }),
      thread.call({ file: WORK_FILE, args: ['next'] }),
    ]);
    expect(tooMuch).toMatchObject({
      reason: { message: 'takes more than 64 MB of memory' },
    });
    expect(next).toMatchObject({ value: { length: 4 } });
  });
});
