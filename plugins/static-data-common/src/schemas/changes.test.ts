import { issuesOf } from './__testUtils__/issuesOf';
import {
  entityHistoryQuerySchema,
  entityPathSchema,
  syncChangesQuerySchema,
} from './changes';

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
      'change: must be one or more of added, updated, removed, retained, held, resent',
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

describe('entityPathSchema', () => {
  it.each([
    ['Component', 'default', 'checkout', 'component:default/checkout'],
    ['API', 'Team-A', 'Orders.v2_1', 'api:team-a/orders.v2_1'],
    ['x', '0', '9', 'x:0/9'],
  ])('makes a ref of %s, %s, %s', (kind, namespace, name, ref) => {
    expect(entityPathSchema.parse({ kind, namespace, name })).toBe(ref);
  });

  it.each([
    [{ kind: '1st' }, 'kind: must be the kind of an entity'],
    [{ kind: 'a:b' }, 'kind: must be the kind of an entity'],
    [{ namespace: 'a/b' }, 'namespace: must be the namespace of an entity'],
    [{ namespace: '-a' }, 'namespace: must be the namespace of an entity'],
    [{ name: '.x' }, 'name: must be the name of an entity'],
    [{ name: 'a\u0000' }, 'name: must be the name of an entity'],
    [{ name: 'x'.repeat(64) }, 'name: must be the name of an entity'],
  ])('refuses %j', (part, issue) => {
    const path = { kind: 'api', namespace: 'default', name: 'orders', ...part };

    expect(issuesOf(entityPathSchema, path)).toEqual([issue]);
  });
});

describe('entityHistoryQuerySchema', () => {
  it('reads every parameter', () => {
    expect(entityHistoryQuerySchema.parse({})).toEqual({ limit: 50 });
    expect(
      entityHistoryQuerySchema.parse({
        change: 'added,removed',
        limit: '10',
        cursor: 'abc',
      }),
    ).toEqual({ change: ['added', 'removed'], limit: 10, cursor: 'abc' });
  });

  it.each([
    [
      { change: '' },
      'change: must be one or more of added, updated, removed, retained, held, resent',
    ],
    [{ limit: '-1' }, 'limit: must be a whole number from 1 to 500'],
    [{ q: 'x' }, 'unknown: q'],
  ])('refuses %j', (query, issue) => {
    expect(issuesOf(entityHistoryQuerySchema, query)).toEqual([issue]);
  });
});
