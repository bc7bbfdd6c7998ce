import { threadId } from 'node:worker_threads';
import { WORK, workInThread } from './__testUtils__/workInThread';
import { CallThread, isSmall, TooMuchWorkError } from './thread';

// A busy machine takes many seconds to start a thread.
jest.setTimeout(60_000);

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
    const thread = new CallThread(100);
    const call = thread.call({ ...WORK, args: ['', 'for ever'] });
    await expect(call).rejects.toThrow(TooMuchWorkError);
    await expect(call).rejects.toThrow('takes more than 0.1 seconds');
  });

  it('does one thing after the other, and goes on after a failure', async () => {
    const thread = new CallThread();
    const [failed, next] = await Promise.allSettled([
      thread.call({ ...WORK, args: ['', 'in vain'] }),
      thread.call({ ...WORK, args: ['next'] }),
    ]);
    expect(failed).toMatchObject({ status: 'rejected' });
    expect(next).toMatchObject({ value: { length: 4 } });
  });
});
