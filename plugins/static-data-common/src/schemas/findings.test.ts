import { issuesOf } from './__testUtils__/issuesOf';
import { syncFindingsQuerySchema } from './findings';

describe('syncFindingsQuerySchema', () => {
  it('asks for a first page of everything by default', () => {
    expect(syncFindingsQuerySchema.parse({})).toEqual({ limit: 50 });
  });

  it('reads every parameter', () => {
    expect(
      syncFindingsQuerySchema.parse({
        severity: 'warning',
        code: 'SYNTAX,SCHEMA',
        state: ['new', 'fixed'],
        q: 'squads.json',
        limit: '1',
        cursor: 'abc',
      }),
    ).toEqual({
      severity: 'warning',
      code: ['SYNTAX', 'SCHEMA'],
      state: ['new', 'fixed'],
      q: 'squads.json',
      limit: 1,
      cursor: 'abc',
    });
  });

  it.each([
    [{ severity: 'ERROR' }, /^severity: must be one of error, warning$/],
    [{ code: 'E404' }, /^code: must be one or more of AUTH, .*, INTERNAL$/],
    [{ state: 'old' }, /^state: must be one or more of new, known, fixed$/],
    [{ q: '' }, /^q: must be text/],
    [{ limit: '0' }, /^limit: must be a whole number/],
    [{ cursor: '' }, /^cursor: must be the nextCursor of a page$/],
    [{ file: 'x' }, /^unknown: file$/],
  ])('refuses %j', (query, issue) => {
    expect(issuesOf(syncFindingsQuerySchema, query)).toEqual([
      expect.stringMatching(issue),
    ]);
  });
});
