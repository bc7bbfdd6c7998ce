import { StepTimer } from './StepTimer';

describe('StepTimer', () => {
  it('adds up the steps and gives them in their order', async () => {
    const timer = new StepTimer(async () => {});
    await timer.run('FETCH', () => 1);
    await timer.run('PARSE', () => 2);
    await timer.run('FETCH', () => 3);

    const timings = timer.timings();
    expect(timings.map(({ step }) => step)).toEqual(['FETCH', 'PARSE']);
    for (const { durationMs } of timings) {
      expect(Number.isInteger(durationMs)).toBe(true);
    }
  });

  it('tells when another step begins, and which one has been reached', async () => {
    const onStep = jest.fn(async () => {});
    const timer = new StepTimer(onStep);
    await timer.run('FETCH', () => {});
    await timer.run('PARSE', () => {});
    await timer.run('PARSE', () => {});
    expect(onStep.mock.calls).toEqual([['PARSE']]);
    expect(timer.current).toBe('PARSE');
  });

  it('times a step that throws, and lets the error through', async () => {
    const timer = new StepTimer(async () => {});
    await expect(
      timer.run('TRANSFORM', () => {
        throw new Error('broken');
      }),
    ).rejects.toThrow('broken');
    expect(timer.timings().map(({ step }) => step)).toEqual(['TRANSFORM']);
  });
});
