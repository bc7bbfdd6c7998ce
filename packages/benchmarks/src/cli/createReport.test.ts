import { createReport } from './createReport';

describe('createReport', () => {
  it('has the median of each, and the target where there is one', () => {
    expect(
      createReport([
        { what: 'Node alone', ms: 50, cpuMs: 40 },
        ...[300, 200, 900].map(ms => ({
          what: 'start' as const,
          ms,
          cpuMs: 2 * ms,
        })),
        { what: 'validate', entities: 1_000, ms: 1_000, cpuMs: 900 },
        { what: 'validate', entities: 10_000, ms: 4_000, cpuMs: 5_000 },
      ]),
    ).toBe(`## Command line

| what | entities | s | target | s of the processors |
| --- | --- | --- | --- | --- |
| Node alone |  | 0.05 |  | 0.04 |
| start |  | 0.30 | < 0.5 | 0.60 |
| validate | 1000 | 1.00 |  | 0.90 |
| validate | 10000 | 4.00 | < 5 | 5.00 |`);
  });
});
