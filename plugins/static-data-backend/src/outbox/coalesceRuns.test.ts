import { coalesceRuns } from './coalesceRuns';

/** A task that ends when a test says so. */
function createTask() {
  const ends: Array<(error?: Error) => void> = [];
  const task = jest.fn(
    () =>
      new Promise<void>((resolve, reject) => {
        ends.push(error => (error ? reject(error) : resolve()));
      }),
  );
  return {
    run: coalesceRuns(task),
    task,
    end: (error?: Error) => ends.shift()!(error),
  };
}

describe('coalesceRuns', () => {
  it('runs a task each time when nobody else asks for it', async () => {
    const { run, task, end } = createTask();
    for (const times of [1, 2]) {
      const running = run();
      expect(task).toHaveBeenCalledTimes(times);
      end();
      await running;
    }
  });

  it('runs a task once more for all who ask while it runs', async () => {
    const { run, task, end } = createTask();
    const first = run();
    const others = [run(), run(), run()];
    expect(task).toHaveBeenCalledTimes(1);

    end();
    await first;
    expect(task).toHaveBeenCalledTimes(2);
    end();
    await Promise.all(others);
    expect(task).toHaveBeenCalledTimes(2);
  });

  it('tells each who asked how their run ended', async () => {
    const { run, end } = createTask();
    const first = run();
    const second = run();
    end(new Error('lost'));
    await expect(first).rejects.toThrow('lost');
    await new Promise(setImmediate);
    end();
    await expect(second).resolves.toBeUndefined();
  });
});
