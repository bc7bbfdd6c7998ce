import { issuesOf } from './__testUtils__/issuesOf';
import { syncHistoryExportQuerySchema } from './syncHistoryExportQuery';

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
