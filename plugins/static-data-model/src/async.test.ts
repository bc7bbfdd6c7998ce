import { setImmediate } from 'node:timers/promises';
import { inParallel } from './async';

describe('inParallel', () => {
  it('gives the results in the order of the items', async () => {
    const items = Array.from({ length: 50 }, (_, index) => index);
    const results = await inParallel(items, async item => {
      for (let turns = 0; turns < (item * 7) % 5; turns += 1) {
        await setImmediate();
      }
      return item * 2;
    });
    expect(results).toEqual(items.map(item => item * 2));
  });

  it('does not run for all items at the same time', async () => {
    let running = 0;
    let mostRunning = 0;
    await inParallel(Array(400).fill(0), async () => {
      running += 1;
      mostRunning = Math.max(mostRunning, running);
      await setImmediate();
      running -= 1;
    });
    expect(mostRunning).toBeGreaterThan(1);
    expect(mostRunning).toBeLessThan(100);
  });

  it('fails with the first failure, and goes on with no other items', async () => {
    const items = Array.from({ length: 400 }, (_, index) => index);
    const started: number[] = [];
    const run = inParallel(items, async item => {
      started.push(item);
      await setImmediate();
      if (item === 0) {
        throw new Error('The disk is gone');
      }
    });
    await expect(run).rejects.toThrow('The disk is gone');
    for (let turns = 0; turns < 10; turns += 1) {
      await setImmediate();
    }
    expect(started.length).toBeLessThan(200);
  });
});
