import { createComponent } from '../__testUtils__/changes';
import { createSyncRecord } from '../__testUtils__/createSyncRecord';
import { compareSyncs } from './compareSyncs';

describe('compareSyncs', () => {
  const span = {
    entityRef: 'component:default/orders',
    kind: 'Component',
    sourceFile: 'data/applications.json',
    syncIds: ['some'],
  };
  const before = createComponent('orders', { lifecycle: 'experimental' });
  const after = createComponent('orders', { lifecycle: 'production' });
  const from = createSyncRecord({ startTime: '2026-01-05T00:00:00.000Z' });
  const to = createSyncRecord({ startTime: '2026-01-06T00:00:00.000Z' });
  const totals = [{ kind: 'Component', change: 'updated' as const, count: 51 }];
  const countSpans = jest.fn(async () => totals);

  beforeEach(() => countSpans.mockClear());

  it('counts all once, with the first page', async () => {
    const store = {
      listSpans: async () => ({ spans: [], hasMore: false }),
      countSpans,
      getVersions: async () => new Map(),
    };
    const query = { from, to, limit: 50 };

    const first = await compareSyncs(store, query);
    const second = await compareSyncs(store, {
      ...query,
      afterEntityRef: span.entityRef,
    });

    expect(first.totals).toEqual(totals);
    expect(second.totals).toBeUndefined();
    expect(countSpans).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['before', new Map([['new', after]])],
    ['after', new Map([['old', before]])],
  ])(
    'lists an update whose version %s it is gone, without differences',
    async (_, versions) => {
      const { changes } = await compareSyncs(
        {
          listSpans: async () => ({
            spans: [{ ...span, hashBefore: 'old', hashAfter: 'new' }],
            hasMore: false,
          }),
          countSpans,
          getVersions: async () => versions,
        },
        { from, to, limit: 50 },
      );

      expect(changes).toEqual([
        {
          ...span,
          change: 'updated',
          sourceLine: undefined,
          differences: undefined,
        },
      ]);
    },
  );

  it('reads the versions of what was updated, and no others', async () => {
    const getVersions = jest.fn(
      async () =>
        new Map([
          ['old', before],
          ['new', after],
        ]),
    );

    const { changes } = await compareSyncs(
      {
        listSpans: async () => ({
          spans: [
            { ...span, hashAfter: 'added' },
            { ...span, hashBefore: 'old', hashAfter: 'new' },
            { ...span, hashBefore: 'removed' },
          ],
          hasMore: false,
        }),
        countSpans,
        getVersions,
      },
      { from, to, limit: 50 },
    );

    expect(getVersions).toHaveBeenCalledWith(['old', 'new']);
    expect(changes.map(({ change }) => change)).toEqual([
      'added',
      'updated',
      'removed',
    ]);
    expect(changes[1].differences?.fields).toEqual([
      { path: '/spec/lifecycle', before: 'experimental', after: 'production' },
    ]);
  });

  it('takes syncs in the order of their numbers, whatever the clock was', async () => {
    const listSpans = async () => ({ spans: [], hasMore: false });
    const getVersions = async () => new Map();
    const a = { ...to, number: 1 };
    const b = { ...from, number: 2 };
    const compare = (query: { from: typeof a; to: typeof a }) =>
      compareSyncs(
        { listSpans, countSpans, getVersions },
        { ...query, limit: 50 },
      );

    await expect(compare({ from: a, to: b })).resolves.toBeDefined();
    await expect(compare({ from: b, to: a })).rejects.toThrow(
      `ask with from=${a.id} and to=${b.id}`,
    );
  });
});
