import { issuesOf } from './__testUtils__/issuesOf';
import { syncChangesQuerySchema } from './syncChangesQuery';

describe('syncChangesQuerySchema', () => {
  it('asks for a first page of everything by default', () => {
    expect(syncChangesQuerySchema.parse({})).toEqual({ limit: 50 });
  });

  it('reads every parameter', () => {
    expect(
      syncChangesQuerySchema.parse({
        change: ['added,held', 'retained'],
        kind: 'Component',
        q: 'größe 100%',
        limit: '500',
        cursor: 'abc',
      }),
    ).toEqual({
      change: ['added', 'held', 'retained'],
      kind: 'Component',
      q: 'größe 100%',
      limit: 500,
      cursor: 'abc',
    });
  });

  it.each([
    [
      { change: 'added,moved' },
      'change: must be one or more of added, updated, removed, retained, held',
    ],
    [{ kind: '' }, 'kind: must be text of 1 to 63 characters'],
    [{ kind: 'x'.repeat(64) }, 'kind: must be text of 1 to 63 characters'],
    [{ kind: ['API', 'Group'] }, 'kind: must be text of 1 to 63 characters'],
    [{ q: 'x'.repeat(201) }, 'q: must be text of 1 to 200 characters'],
    [{ q: { not: 'x' } }, 'q: must be text of 1 to 200 characters'],
    [{ q: 'a\u0000b' }, 'q: must not have control characters'],
    [{ limit: '501' }, 'limit: must be a whole number from 1 to 500'],
    [{ cursor: 'x'.repeat(1001) }, 'cursor: must be the nextCursor of a page'],
    [{ offset: '5' }, 'unknown: offset'],
  ])('refuses %j', (query, issue) => {
    expect(issuesOf(syncChangesQuerySchema, query)).toEqual([issue]);
  });
});
