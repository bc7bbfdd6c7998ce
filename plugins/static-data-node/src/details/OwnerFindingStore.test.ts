import { TestDatabaseId, TestDatabases } from '@backstage/backend-test-utils';
import { RecordedFinding } from '@internal/plugin-static-data-common';
import { createAppliedSync } from '../__testUtils__/createSync';
import { createTestStore } from '../__testUtils__/createTestStore';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

const red = 'group:default/red';
const blue = 'group:default/blue';

function finding(
  message: string,
  overrides: Partial<RecordedFinding> = {},
): RecordedFinding {
  return {
    state: 'new',
    severity: 'error',
    phase: 'PARSE',
    code: 'SCHEMA',
    message,
    hint: 'Correct it.',
    owner: red,
    ...overrides,
  };
}

const ofBlue = finding('of blue', { state: 'known', owner: blue });

async function createStore(databaseId: TestDatabaseId) {
  const knex = await databases.init(databaseId);
  const store = await createTestStore({ getClient: async () => knex });
  const { ownerFindings } = store;
  return {
    store,
    ownerFindings,
    async write(
      startTime: string,
      findings: RecordedFinding[],
      record: { dryRun?: boolean; source?: string } = {},
    ) {
      const sync = createAppliedSync({ startTime, ...record });
      await store
        .ofSource(sync.record.source)
        .complete({ ...sync, findings: findings });
      return sync.record.id;
    },
  };
}

describe.each(databases.eachSupportedId())(
  'OwnerFindingStore, %s',
  databaseId => {
    it('counts the findings of a sync by owner, and tells those that last', async () => {
      const { ownerFindings, write } = await createStore(databaseId);
      const id = await write('2026-03-01T10:00:00.000Z', [
        finding('a'),
        finding('b', { count: 4 }),
        finding('breaks', { code: 'BREAKING_CHANGE', severity: 'warning' }),
        finding('gone', { state: 'fixed' }),
        finding('of nobody', { owner: undefined }),
        ofBlue,
      ]);
      const known = [
        {
          owner: blue,
          severity: 'error',
          state: 'known',
          count: 1,
          lasting: 1,
        },
      ];
      expect(await ownerFindings.count(id)).toEqual([
        ...known,
        { owner: red, severity: 'error', state: 'fixed', count: 1, lasting: 1 },
        { owner: red, severity: 'error', state: 'new', count: 5, lasting: 5 },
        { owner: red, severity: 'warning', state: 'new', count: 1, lasting: 0 },
      ]);
      expect(await ownerFindings.count(id, blue)).toEqual(known);
    });

    it('lists the first findings of each owner in some states, errors first', async () => {
      const { ownerFindings, write } = await createStore(databaseId);
      const id = await write('2026-03-01T10:00:00.000Z', [
        finding('warned', { severity: 'warning' }),
        finding('a'),
        finding('breaks', { code: 'BREAKING_CHANGE' }),
        finding('known', { state: 'known' }),
        finding('gone', { state: 'fixed' }),
        ofBlue,
      ]);
      const messagesOf = async (
        owners: string[],
        options: Parameters<typeof ownerFindings.listFirst>[2],
      ) =>
        (await ownerFindings.listFirst(id, owners, options)).map(
          ({ message }) => message,
        );
      expect(
        await messagesOf([red, blue], {
          max: 2,
          state: ['new', 'known'],
          isLasting: true,
        }),
      ).toEqual(['of blue', 'a', 'known']);
      expect(await messagesOf([red], { max: 9, state: ['new'] })).toEqual([
        'a',
        'breaks',
        'warned',
      ]);
    });

    it('counts what was new and what was fixed in each period, but in dry runs', async () => {
      const { store, ownerFindings, write } = await createStore(databaseId);
      await write('2026-02-01T10:00:00.000Z', [finding('too long ago')]);
      await write('2026-03-01T10:00:00.000Z', [
        finding('a'),
        finding('b', { count: 2 }),
        ofBlue,
      ]);
      await write('2026-03-02T00:00:00.000Z', [
        finding('a', { state: 'fixed' }),
        ofBlue,
      ]);
      await write('2026-03-03T10:00:00.000Z', [finding('dry')], {
        dryRun: true,
      });
      await write('2026-03-04T10:00:00.000Z', [finding('other')], {
        source: 'other',
      });
      const starts = ['2026-02-16', '2026-02-23', '2026-03-02'].map(
        day => `${day}T00:00:00.000Z`,
      );
      const none = { new: 0, fixed: 0 };
      const ofRed = [
        {
          owner: red,
          periods: [none, { new: 3, fixed: 0 }, { new: 0, fixed: 1 }],
        },
      ];
      expect(await ownerFindings.countChanges(starts)).toEqual(ofRed);
      expect(await ownerFindings.countChanges(starts, red)).toEqual(ofRed);
      expect(await ownerFindings.countChanges(starts, blue)).toEqual([]);
      expect(
        await store.ofSource('other').ownerFindings.countChanges(starts),
      ).toEqual([{ owner: red, periods: [none, none, { new: 1, fixed: 0 }] }]);

      await write('2026-03-05T10:00:00.000Z', [finding('c')]);
      expect(await ownerFindings.countChanges(starts, red)).toEqual([
        {
          owner: red,
          periods: [none, { new: 3, fixed: 0 }, { new: 1, fixed: 1 }],
        },
      ]);
    });

    it('counts the entities of each owner, and removals by the owner of their last version', async () => {
      const { store } = await createStore(databaseId);
      const change = (name: string, owner?: string, kind = 'Component') => ({
        entityRef: `${kind}:default/${name}`.toLowerCase(),
        kind,
        change: 'added' as const,
        owner,
        sourceFile: 'data/applications.json',
        version: {
          hash: `${kind} ${name}`,
          entity: { apiVersion: '1', kind, metadata: { name } },
        },
      });
      await store.complete(
        createAppliedSync({ startTime: '2026-03-01T10:00:00.000Z' }, [
          change('red', red, 'Group'),
          change('blue', blue, 'Group'),
          change('a', red),
          change('b', red),
          change('c'),
        ]),
      );
      expect(await store.snapshot.countByOwner()).toEqual(
        new Map([
          [blue, 0],
          [red, 2],
        ]),
      );

      const removal = createAppliedSync(
        { startTime: '2026-03-01T11:00:00.000Z' },
        [{ ...change('a', red), change: 'removed', version: undefined }],
      );
      await store.complete(removal);
      const { id } = removal.record;
      expect(await store.changes.countByOwner(id, 'removed')).toEqual(
        new Map([[red, 1]]),
      );
      expect(await store.snapshot.countByOwner(red)).toEqual(
        new Map([[red, 1]]),
      );
    });
  },
);
