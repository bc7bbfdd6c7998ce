import { setImmediate } from 'node:timers/promises';
import { createYielder, inParallel, sortYielding } from './async';

describe('createYielder', () => {
  it('yields for all loops that share it', async () => {
    let now = 0;
    const clock = jest.spyOn(performance, 'now').mockImplementation(() => now);
    const yieldWhenDue = createYielder();
    const worked: number[] = [];
    let turn = 0;
    const work = async () => {
      for (let pass = 0; pass < 3; pass++) {
        await yieldWhenDue();
        now += 6;
        worked[turn] = (worked[turn] ?? 0) + 1;
      }
    };
    let isDone = false;
    const done = Promise.all(Array.from({ length: 10 }, work)).then(() => {
      isDone = true;
    });
    for (; !isDone; turn++) {
      await setImmediate();
    }
    await done;
    clock.mockRestore();
    // In the first turn, all of them begin.
    expect(Math.max(...worked.slice(1))).toBe(2);
  });
});

describe('sortYielding', () => {
  it.each([0, 1, 2_000, 2_001, 25_000])(
    'sorts %s items like Array.sort',
    async length => {
      const items = Array.from({ length }, (_, index) => ({
        key: (index * 7919) % 1_000,
        index,
      }));
      const compare = (a: { key: number }, b: { key: number }) => a.key - b.key;
      let yields = 0;
      const sorted = await sortYielding(items, compare, async () => {
        yields += 1;
      });
      expect(sorted).toEqual([...items].sort(compare));
      expect(yields).toBeGreaterThanOrEqual(length / 2_000);
    },
  );
});

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
