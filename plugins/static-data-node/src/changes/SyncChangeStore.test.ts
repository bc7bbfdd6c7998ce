import { TestDatabaseId, TestDatabases } from '@backstage/backend-test-utils';
import { SyncChange } from '@internal/plugin-static-data-common';
import { ChangeToRecord } from '@internal/plugin-static-data-model';
import {
  createAppliedSync,
  createChange,
  createRemoval,
  createSync,
  createUpdate,
  createVersion,
} from '../__testUtils__/createSync';
import { createTestStore } from '../__testUtils__/createTestStore';
import { EntitySpan } from './listEntitySpans';
import { SyncChangeFilters, SyncChangeQuery } from './SyncChangeStore';

jest.setTimeout(60_000);

const provenance = {
  from: 'r8',
  to: 'r9',
  scope: 'record' as const,
  commits: [{ id: 'r9', author: 'Ada', subject: 'Remove a' }],
  commitCount: 1,
  lines: { start: 3, end: 4 },
};

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

async function createStore(databaseId: TestDatabaseId) {
  const knex = await databases.init(databaseId);
  const store = await createTestStore({
    getClient: async () => knex,
  });
  /** Syncs with ids `sync-1` and so on, an hour apart. */
  const applyAll = async (...syncs: ChangeToRecord[][]) => {
    for (const [index, changes] of syncs.entries()) {
      await store.complete(createAppliedSync(toSync(index + 1), changes));
    }
  };
  return { knex, store, applyAll };
}

function toSync(number: number) {
  return {
    id: `sync-${number}`,
    number,
    startTime: `2026-03-01T${String(number).padStart(2, '0')}:00:00.000Z`,
  };
}

const mixedChanges = [
  createUpdate('d', 1, 2),
  createChange('b', { sourceLine: 7 }),
  createChange('a'),
  createRemoval('c'),
  createChange('a-contract', { kind: 'API', entityRef: 'api:default/a' }),
  { ...createRemoval('e'), change: 'held' as const },
  { ...createRemoval('f'), change: 'retained' as const },
];

const inOrder = [
  'added API api:default/a',
  'added Component component:default/a',
  'added Component component:default/b',
  'held Component component:default/e',
  'removed Component component:default/c',
  'retained Component component:default/f',
  'updated Component component:default/d',
];

describe.each(databases.eachSupportedId())(
  'SyncChangeStore, %s',
  databaseId => {
    describe('list', () => {
      async function createMixed() {
        const { store } = await createStore(databaseId);
        await store.complete(createAppliedSync(toSync(1), mixedChanges));
        await store.complete(
          createAppliedSync(toSync(2), [createChange('other')]),
        );
        const list = async (query: Partial<SyncChangeQuery> = {}) => {
          const page = await store.changes.list({
            syncId: 'sync-1',
            limit: 500,
            ...query,
          });
          return {
            ...page,
            total: await store.changes.count({ syncId: 'sync-1', ...query }),
            names: page.changes.map(
              ({ change, kind, entityRef }) => `${change} ${kind} ${entityRef}`,
            ),
          };
        };
        return { list, store };
      }

      it('has the changes of one sync in the order of change, kind and entity', async () => {
        const { list } = await createMixed();
        const page = await list();
        expect(page.names).toEqual(inOrder);
        expect(page).toMatchObject({ total: 7, hasMore: false });
        expect(await list({ syncId: 'unknown' })).toMatchObject({
          changes: [],
          total: 0,
          hasMore: false,
        });
      });

      it('gives changes back as they were recorded', async () => {
        const { list } = await createMixed();
        const { changes } = await list();
        const sent = { status: 'pending' };
        expect(changes[2]).toEqual({
          entityRef: 'component:default/b',
          kind: 'Component',
          change: 'added',
          sourceFile: 'data/applications.json',
          sourceLine: 7,
          confirmation: sent,
        });
        expect(changes[3]).toEqual({
          entityRef: 'component:default/e',
          kind: 'Component',
          change: 'held',
          sourceFile: 'data/applications.json',
        });
        expect(changes[6]).toMatchObject({
          differences: createUpdate('d', 1, 2).differences,
          confirmation: sent,
        });
      });

      it('shows no secret in the path of a file, which the snapshot keeps as it is', async () => {
        const { store } = await createStore(databaseId);
        const sourceFile = `contracts/\u001b/${'gh'}p_${'a'.repeat(36)}.json`;
        await store.complete(
          createAppliedSync(toSync(1), [createChange('a', { sourceFile })]),
        );
        const shown = 'contracts/\\u001b/[redacted].json';
        const { changes } = await store.changes.list({
          syncId: 'sync-1',
          limit: 1,
        });
        expect(changes).toMatchObject([{ sourceFile: shown }]);
        const { spans } = await store.changes.listSpans({
          source: 'default',
          from: toSync(0),
          to: toSync(1),
          limit: 1,
        });
        expect(spans).toMatchObject([{ sourceFile: shown }]);
        expect(await store.snapshot.list()).toMatchObject([{ sourceFile }]);
      });

      it.each<[string, Partial<SyncChangeQuery>, string[]]>([
        ['nothing', { change: [] }, []],
        ['one change', { change: ['removed'] }, [inOrder[4]]],
        [
          'several changes',
          { change: ['updated', 'added'] },
          [...inOrder.slice(0, 3), inOrder[6]],
        ],
        ['a kind', { kind: 'API' }, [inOrder[0]]],
        [
          'change and kind',
          { change: ['added', 'held'], kind: 'Component' },
          inOrder.slice(1, 4),
        ],
        ['a text in any case', { q: 'DEFAULT/A' }, inOrder.slice(0, 2)],
        ['a text with wildcards', { q: '%' }, []],
        ['another text with wildcards', { q: 'default_' }, []],
        ['a text that no entity can have', { q: 'a\u0000' }, []],
      ])('finds %s, page by page', async (_, query, expected) => {
        const { list } = await createMixed();
        for (const limit of [1, 2, 500]) {
          const names: string[] = [];
          let hasMore = true;
          let after: SyncChangeQuery['after'];
          while (hasMore) {
            const page = await list({ ...query, limit, after });
            expect(page.total).toBe(expected.length);
            expect(page.names.length).toBeLessThanOrEqual(limit);
            names.push(...page.names);
            after = page.changes.at(-1);
            hasMore = page.hasMore;
          }
          expect(names).toEqual(expected);
        }
      });

      it.each<[string, Partial<SyncChangeFilters>, string[]]>([
        ['everything', {}, inOrder],
        ['a text', { q: 'DEFAULT/A' }, inOrder.slice(0, 2)],
        ['a text that is in the last', { q: '/d' }, [inOrder[6]]],
        [
          'a text within change and kind',
          { q: 'default', change: ['added', 'held'], kind: 'Component' },
          inOrder.slice(1, 4),
        ],
        ['a text that nothing has', { q: 'nothing' }, []],
        ['no change', { change: [], q: 'a' }, []],
      ])('finds %s, page by page', async (_, filters, expected) => {
        const { store } = await createMixed();
        const asked = { syncId: 'sync-1', ...filters };
        for (const limit of [1, 2, 500]) {
          const found: SyncChange[] = [];
          for (let hasMore = true; hasMore; ) {
            const page = await store.changes.list({
              ...asked,
              limit,
              after: found.at(-1),
            });
            expect(page.changes.length).toBeLessThanOrEqual(limit);
            found.push(...page.changes);
            hasMore = page.hasMore;
          }
          expect(
            found.map(
              ({ change, kind, entityRef }) => `${change} ${kind} ${entityRef}`,
            ),
          ).toEqual(expected);
          expect(await store.changes.count(asked)).toBe(expected.length);
        }
      });

      it('goes on from a change that does not match', async () => {
        const { store } = await createMixed();
        const { changes } = await store.changes.list({
          syncId: 'sync-1',
          q: 'default/d',
          limit: 50,
          after: {
            change: 'added',
            kind: 'API',
            entityRef: 'api:default/gone',
          },
        });
        expect(changes.map(({ entityRef }) => entityRef)).toEqual(
          inOrder
            .filter(line => line.includes('default/d'))
            .map(line => line.split(' ')[2]),
        );
      });

      it('finds letters beyond ASCII in any case', async () => {
        const { store } = await createStore(databaseId);
        await store.complete(
          createAppliedSync(toSync(1), [
            createChange('x', { entityRef: 'component:default/zürich' }),
          ]),
        );
        const filters = { syncId: 'sync-1', q: 'ZÜRICH' };
        expect(await store.changes.count(filters)).toBe(1);
      });
    });

    it('tells where the changes of a sync come from, by type', async () => {
      const { store } = await createStore(databaseId);
      await store.complete(
        createAppliedSync(toSync(1), [
          createChange('a'),
          { ...createChange('b', { change: 'retained' }), provenance },
          createChange('c', { change: 'retained' }),
        ]),
      );
      expect(await store.changes.getProvenances('sync-1', 'retained')).toEqual(
        new Map([
          ['component:default/b', provenance],
          ['component:default/c', undefined],
        ]),
      );
    });

    describe('listOfEntity', () => {
      it('has what syncs did with an entity, newest first', async () => {
        const { store, applyAll } = await createStore(databaseId);
        await applyAll(
          [createChange('a'), createChange('b')],
          [createUpdate('a', 1, 2)],
        );
        const sync = createSync(
          {
            ...toSync(3),
            syncType: 'MANUAL',
            triggeredBy: 'user:default/ada',
            revision: 'r9',
            commit: { author: 'Ada', message: 'Remove a' },
            dryRun: true,
          },
          { changes: [{ ...createRemoval('a', 2), provenance }] },
        );
        await store.complete(sync);
        const query = { entityRef: 'component:default/a', limit: 2 };
        const first = await store.changes.listOfEntity(query);
        expect(first.hasMore).toBe(true);
        expect(first.entries).toEqual([
          {
            syncId: 'sync-3',
            source: 'default',
            number: sync.record.number,
            startTime: toSync(3).startTime,
            syncType: 'MANUAL',
            triggeredBy: 'user:default/ada',
            revision: 'r9',
            configSnapshot: sync.record.configSnapshot,
            dryRun: true,
            entityRef: 'component:default/a',
            kind: 'Component',
            change: 'removed',
            sourceFile: 'data/applications.json',
            provenance,
          },
          expect.objectContaining({
            syncId: 'sync-2',
            change: 'updated',
            dryRun: false,
          }),
        ]);

        const second = await store.changes.listOfEntity({
          ...query,
          after: first.entries[1],
        });
        expect(second.entries.map(({ syncId }) => syncId)).toEqual(['sync-1']);
        expect(second.hasMore).toBe(false);

        const updates = await store.changes.listOfEntity({
          ...query,
          change: ['updated', 'held'],
        });
        expect(updates.entries.map(({ syncId }) => syncId)).toEqual(['sync-2']);
      });
    });

    describe('listSpans', () => {
      const whole = {
        source: 'default',
        from: toSync(0),
        to: toSync(9),
        limit: 500,
      };

      const toShort = ({
        entityRef,
        hashBefore,
        hashAfter,
        syncIds,
      }: EntitySpan) => [
        entityRef.split('/')[1],
        hashBefore,
        hashAfter,
        syncIds.join(),
      ];

      it('has the net change of every entity, without what was undone', async () => {
        const { store, applyAll } = await createStore(databaseId);
        await applyAll(
          [createChange('a'), createChange('b'), createChange('c')],
          [
            createUpdate('a', 1, 2, { sourceLine: 3 }),
            createChange('gone'),
            createUpdate('b', 1, 2),
          ],
          [
            createUpdate('a', 2, 3, { sourceFile: 'moved.json' }),
            createRemoval('gone'),
            createUpdate('b', 2, 1),
            createRemoval('c'),
            createChange('d'),
            { ...createRemoval('e'), change: 'held' },
          ],
        );
        const { spans, hasMore } = await store.changes.listSpans({
          ...whole,
          from: toSync(1),
        });
        expect(hasMore).toBe(false);
        expect(spans.map(toShort)).toEqual([
          ['a', 'a-1', 'a-3', 'sync-2,sync-3'],
          ['c', 'c-1', undefined, 'sync-3'],
          ['d', undefined, 'd-1', 'sync-3'],
        ]);
        expect(spans[0]).toMatchObject({
          kind: 'Component',
          sourceFile: 'moved.json',
          sourceLine: undefined,
        });
      });

      it('goes from after one sync up to another, whatever the clock was', async () => {
        const { store } = await createStore(databaseId);
        for (const number of [1, 2, 3, 4]) {
          const { startTime } = toSync(9 - number);
          await store.complete(
            createAppliedSync({ id: `s${number}`, number, startTime }, [
              createChange(`s${number}`),
            ]),
          );
        }
        const { spans } = await store.changes.listSpans({
          ...whole,
          from: { number: 1 },
          to: { number: 3 },
        });
        expect(spans.map(({ syncIds }) => syncIds)).toEqual([['s2'], ['s3']]);
      });

      it('does not count what was not sent', async () => {
        const { store } = await createStore(databaseId);
        await store.complete(
          createAppliedSync({ ...toSync(1), dryRun: true }, [
            createChange('a'),
          ]),
        );
        await store.complete(
          createSync(
            { ...toSync(2), status: 'FAILURE' },
            { changes: [createChange('b')] },
          ),
        );
        expect(await store.changes.listSpans(whole)).toEqual({
          spans: [],
          hasMore: false,
        });
      });

      it('fills pages, however much was undone in between', async () => {
        const { store, applyAll } = await createStore(databaseId);
        const names = Array.from({ length: 1_500 }, (_, index) =>
          String(index).padStart(4, '0'),
        );
        const isUndone = (name: string) => !name.endsWith('00');
        await applyAll(
          names.map(name => createChange(name)),
          names.filter(isUndone).map(name => createRemoval(name)),
        );
        const remaining = names.filter(name => !isUndone(name));
        for (const limit of [4, 15]) {
          const found: EntitySpan[] = [];
          let hasMore = true;
          while (hasMore) {
            const page = await store.changes.listSpans({
              ...whole,
              limit,
              afterEntityRef: found.at(-1)?.entityRef,
            });
            expect(page.spans).not.toEqual([]);
            found.push(...page.spans);
            hasMore = page.hasMore;
          }
          expect(found.map(({ entityRef }) => entityRef)).toEqual(
            remaining.map(name => `component:default/${name}`),
          );
        }
      });
    });

    it('has the versions of entities by their hash', async () => {
      const { store, applyAll } = await createStore(databaseId);
      await applyAll([createChange('a')], [createUpdate('a', 1, 2)]);
      const [first, second] = [createVersion('a', 1), createVersion('a', 2)];
      expect(
        await store.changes.getVersions([first.hash, second.hash, 'unknown']),
      ).toEqual(
        new Map([
          [first.hash, first.entity],
          [second.hash, second.entity],
        ]),
      );
      expect(await store.changes.getVersions([])).toEqual(new Map());
    });

    it('knows how long versions are', async () => {
      const { store, applyAll } = await createStore(databaseId);
      await applyAll([createChange('a')]);
      const { hash, entity } = createVersion('a', 1);
      const length = Buffer.byteLength(JSON.stringify(entity));
      expect(await store.changes.getVersionLengths([hash, 'unknown'])).toEqual(
        new Map([[hash, length]]),
      );
    });
  },
);
