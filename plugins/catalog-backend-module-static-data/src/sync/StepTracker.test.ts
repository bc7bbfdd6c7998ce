import { StepTracker } from './StepTracker';

describe('StepTracker', () => {
  it('adds up the steps and gives them in their order', async () => {
    const tracker = new StepTracker();
    await tracker.run('FETCH', () => 1);
    await tracker.run('PARSE', () => 2);
    await tracker.run('FETCH', () => 3);

    const timings = tracker.timings();
    expect(timings.map(({ step }) => step)).toEqual(['FETCH', 'PARSE']);
    for (const { durationMs } of timings) {
      expect(Number.isInteger(durationMs)).toBe(true);
    }
  });

  it('tells when another step begins, and which one has been reached', async () => {
    const onStep = jest.fn(async () => {});
    const tracker = new StepTracker();
    tracker.onStep(onStep);
    await tracker.run('FETCH', () => {});
    await tracker.run('PARSE', () => {});
    await tracker.run('PARSE', () => {});
    expect(onStep.mock.calls).toEqual([['PARSE']]);
    expect(tracker.current).toBe('PARSE');
  });

  it('times a step that throws, and lets the error through', async () => {
    const tracker = new StepTracker();
    await expect(
      tracker.run('TRANSFORM', () => {
        throw new Error('broken');
      }),
    ).rejects.toThrow('broken');
    expect(tracker.timings().map(({ step }) => step)).toEqual(['TRANSFORM']);
  });

  it('knows how far the current step has come, and forgets it with the step', async () => {
    const tracker = new StepTracker();
    await tracker.run('PARSE', () => {
      tracker.report(3, 10);
      expect(tracker.progress).toEqual({ done: 3, total: 10 });
    });
    await tracker.run('TRANSFORM', () => {
      expect(tracker.progress).toBeUndefined();
    });
  });
});
