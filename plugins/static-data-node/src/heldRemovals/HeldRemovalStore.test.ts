import { TestDatabaseId, TestDatabases } from '@backstage/backend-test-utils';
import { prepareDatabase } from '../database/prepareDatabase';
import { HeldRemovalStore } from './HeldRemovalStore';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

const dependents = [
  {
    entityRef: 'component:default/checkout',
    field: 'spec.consumesApis',
    owner: 'group:default/shop',
  },
];

async function createStore(databaseId: TestDatabaseId, ...names: string[]) {
  const knex = await databases.init(databaseId);
  await prepareDatabase(knex, undefined);
  for (const name of names) {
    await knex('static_data_held_removals').insert({
      source_id: 'default',
      entity_ref: `api:default/${name}`,
      kind: 'API',
      source_file: 'contracts/shop/api.yaml',
      reason: 'It would remove every API',
      held_since: '2026-03-01T10:00:00.000Z',
      held_by_sync_id: 'a',
      dependents: JSON.stringify(dependents),
      dependent_count: 120,
    });
  }
  return { knex, heldRemovals: new HeldRemovalStore(knex, 'default') };
}

const isoTime = expect.stringMatching(/^20\d\d-.*T.*\.\d{3}Z$/);

describe.each(databases.eachSupportedId())(
  'HeldRemovalStore, %s',
  databaseId => {
    it('lists what is held, in the order of the refs', async () => {
      const { heldRemovals } = await createStore(databaseId, 'b', 'a');
      const [first, second, ...others] = await heldRemovals.list();
      expect(first).toEqual({
        entityRef: 'api:default/a',
        source: 'default',
        kind: 'API',
        sourceFile: 'contracts/shop/api.yaml',
        reason: 'It would remove every API',
        heldSince: '2026-03-01T10:00:00.000Z',
        heldBySyncId: 'a',
        dependents,
        dependentCount: 120,
      });
      expect(second.entityRef).toBe('api:default/b');
      expect(others).toEqual([]);
    });

    it('approves those that are held, of the ones asked for', async () => {
      const { heldRemovals } = await createStore(databaseId, 'a', 'b', 'c');
      expect(
        await heldRemovals.approve(
          ['api:default/c', 'api:default/unknown', 'api:default/a'],
          'user:default/ada',
        ),
      ).toEqual(['api:default/a', 'api:default/c']);

      const approval = { approvedBy: 'user:default/ada', approvedAt: isoTime };
      const [a, b, c] = await heldRemovals.list();
      expect(a).toMatchObject(approval);
      expect(b).not.toHaveProperty('approvedBy', expect.anything());
      expect(b).not.toHaveProperty('approvedAt', expect.anything());
      expect(c).toMatchObject(approval);
    });

    it('counts those that nobody has approved', async () => {
      const { heldRemovals } = await createStore(databaseId, 'a', 'b', 'c');
      expect(await heldRemovals.countUnapproved()).toBe(3);
      await heldRemovals.approve(['api:default/b'], 'user:default/ada');
      expect(await heldRemovals.countUnapproved()).toBe(2);
    });

    it('keeps the first approval', async () => {
      const { knex, heldRemovals } = await createStore(databaseId, 'a');
      const refs = ['api:default/a'];
      await heldRemovals.approve(refs, 'user:default/ada');
      await knex('static_data_held_removals').update({
        approved_at: '2026-03-01T11:00:00.000Z',
      });

      expect(await heldRemovals.approve(refs, 'user:default/grace')).toEqual(
        refs,
      );
      expect(await heldRemovals.list()).toMatchObject([
        {
          approvedBy: 'user:default/ada',
          approvedAt: '2026-03-01T11:00:00.000Z',
        },
      ]);
    });

    it('approves many at once, however often each is named', async () => {
      const names = Array.from({ length: 300 }, (_, i) => `n${1000 + i}`);
      const { heldRemovals } = await createStore(databaseId, ...names);
      const refs = names.map(name => `api:default/${name}`);
      expect(
        await heldRemovals.approve([...refs, ...refs], 'user:default/ada'),
      ).toEqual(refs);
      expect(await heldRemovals.approve([], 'user:default/ada')).toEqual([]);
    });
  },
);
