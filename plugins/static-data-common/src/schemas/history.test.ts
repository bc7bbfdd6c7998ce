import { issuesOf } from './__testUtils__/issuesOf';
import {
  syncComparisonQuerySchema,
  syncHistoryExportQuerySchema,
  syncHistoryQuerySchema,
  syncIdSchema,
} from './history';

describe('syncHistoryQuerySchema', () => {
  it('has defaults for everything', () => {
    expect(syncHistoryQuerySchema.parse({})).toEqual({ limit: 50, offset: 0 });
  });

  it('reads every parameter', () => {
    expect(
      syncHistoryQuerySchema.parse({
        limit: '500',
        offset: '10000000',
        status: ['SUCCESS,FAILURE', 'FAILURE'],
        syncType: 'MANUAL',
        dryRun: 'false',
        from: '2026-01-01',
        to: '2026-01-31T12:00:00+02:00',
        q: 'ada',
      }),
    ).toEqual({
      limit: 500,
      offset: 10_000_000,
      status: ['SUCCESS', 'FAILURE'],
      syncType: 'MANUAL',
      dryRun: false,
      from: '2026-01-01T00:00:00.000Z',
      to: '2026-01-31T10:00:00.000Z',
      q: 'ada',
    });
  });

  it.each([
    { limit: '0' },
    { limit: '501' },
    { limit: '1.5' },
    { limit: '-1' },
    { limit: '1e2' },
    { limit: '' },
    { limit: ' 5' },
    { limit: ['1', '2'] },
    { limit: { a: '1' } },
    { offset: '-1' },
    { offset: '10000001' },
    { offset: '99999999999999999999' },
    { cursor: '' },
    { cursor: 'x'.repeat(1001) },
    { status: '' },
    { status: 'success' },
    { status: ['SUCCESS', 'LOST'] },
    { status: { $ne: 'SUCCESS' } },
    { syncType: 'AUTOMATIC' },
    { dryRun: '1' },
    { from: 'yesterday' },
    { from: '2026-02-30' },
    { from: '2026-01-31T12:00:00' },
    { from: '0000-01-01' },
    { to: '9999-12-31T23:59:59-01:00' },
    { to: '1767225600000' },
    { q: '' },
    { q: 'x'.repeat(201) },
    { q: ['a', 'b'] },
  ])('refuses %j and says which parameter it was', query => {
    const issues = issuesOf(syncHistoryQuerySchema, query);

    expect(issues).toHaveLength(1);
    expect(issues[0]).toMatch(
      new RegExp(`^${Object.keys(query)[0]}: must be `),
    );
  });

  it('refuses an unknown parameter', () => {
    const { error } = syncHistoryQuerySchema.safeParse({ page: '2' });

    expect(error?.issues).toEqual([
      expect.objectContaining({ code: 'unrecognized_keys', keys: ['page'] }),
    ]);
  });

  it('refuses a cursor together with an offset', () => {
    expect(
      issuesOf(syncHistoryQuerySchema, { cursor: 'abc', offset: '1' }),
    ).toEqual(['cursor: cannot be combined with offset']);
    expect(
      issuesOf(syncHistoryQuerySchema, { cursor: 'abc', offset: '0' }),
    ).toEqual([]);
  });

  it.each([
    ['2026-01-02', '2026-01-01'],
    ['2026-01-01', '2026-01-01T00:00:00Z'],
  ])('refuses a range from %s to %s', (from, to) => {
    expect(issuesOf(syncHistoryQuerySchema, { from, to })).toEqual([
      'from: must be before to',
    ]);
  });
});

describe('syncIdSchema', () => {
  it('takes a UUID in any case', () => {
    expect(syncIdSchema.parse('019A2B3C-0000-7000-8000-0000000000AB')).toBe(
      '019a2b3c-0000-7000-8000-0000000000ab',
    );
  });

  it.each(['', 'latest', '019a2b3c', "' OR 1=1 --"])('refuses %j', id => {
    expect(syncIdSchema.safeParse(id).success).toBe(false);
  });
});

describe('syncHistoryExportQuerySchema', () => {
  it('exports everything as CSV unless told otherwise', () => {
    expect(syncHistoryExportQuerySchema.parse({})).toEqual({ format: 'csv' });
  });

  it('takes a format and the filters of the history', () => {
    expect(
      syncHistoryExportQuerySchema.parse({
        format: 'json',
        status: 'FAILURE',
        dryRun: 'false',
        from: '2026-01-01',
        q: 'timeout',
      }),
    ).toEqual({
      format: 'json',
      status: ['FAILURE'],
      dryRun: false,
      from: '2026-01-01T00:00:00.000Z',
      q: 'timeout',
    });
  });

  it('refuses other formats, pages, and ranges that end before they start', () => {
    const issues = issuesOf(syncHistoryExportQuerySchema, { format: 'xlsx' });
    expect(issues).toEqual(['format: must be one of csv, json']);
    expect(syncHistoryExportQuerySchema.safeParse({ limit: '5' }).success).toBe(
      false,
    );
    expect(
      issuesOf(syncHistoryExportQuerySchema, {
        from: '2026-01-02',
        to: '2026-01-01',
      }),
    ).toEqual(['from: must be before to']);
  });
});

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
    [
      { from, to, change: 'held' },
      ['change: must be one or more of added, updated, removed'],
    ],
  ])('refuses %j', (query, issues) => {
    expect(issuesOf(syncComparisonQuerySchema, query)).toEqual(issues);
  });
});
