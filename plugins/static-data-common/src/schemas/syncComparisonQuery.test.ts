import { issuesOf } from './__testUtils__/issuesOf';
import { syncComparisonQuerySchema } from './syncComparisonQuery';

describe('syncComparisonQuerySchema', () => {
  const from = '019a2b3c-0000-7000-8000-0000000000aa';
  const to = '019a2b3c-0000-7000-8000-0000000000ab';

  it('takes two ids in any case', () => {
    expect(
      syncComparisonQuerySchema.parse({ from: from.toUpperCase(), to }),
    ).toEqual({ from, to, limit: 50 });
  });

  it.each([
    [{}, ['from: must be a UUID', 'to: must be a UUID']],
    [{ from, to: 'latest' }, ['to: must be a UUID']],
    [{ from: [from, to], to }, ['from: must be a UUID']],
    [{ from, to, change: 'added' }, ['unknown: change']],
  ])('refuses %j', (query, issues) => {
    expect(issuesOf(syncComparisonQuerySchema, query)).toEqual(issues);
  });
});
