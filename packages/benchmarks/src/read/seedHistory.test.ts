import { DEFAULT_SOURCE_ID } from '@internal/plugin-static-data-common';
import {
  createStaticDataStore,
  SourceStore,
} from '@internal/plugin-static-data-node';
import createKnex, { Knex } from 'knex';
import { seedHistory } from './seedHistory';

describe('seedHistory', () => {
  let knex: Knex;
  let store: SourceStore;

  beforeAll(async () => {
    knex = createKnex({
      client: 'better-sqlite3',
      connection: ':memory:',
      useNullAsDefault: true,
    });
    const stores = await createStaticDataStore({
      getClient: async () => knex,
    });
    store = stores.ofSource(DEFAULT_SOURCE_ID);
    await seedHistory(knex, store, { records: 2000, changes: 200 });
  });

  afterAll(async () => {
    await knex.destroy();
  });

  it('leaves a history that the store can read', async () => {
    expect(await store.history.count({})).toBe(2000);
    const { records } = await store.history.list({
      limit: 500,
      status: ['FAILURE'],
    });
    expect(records.length).toBeGreaterThan(10);
    expect(records[0]).toMatchObject({
      status: 'FAILURE',
      stats: { totalEntities: 10_000 },
      errors: [{ error: expect.stringContaining('ETIMEDOUT') }],
    });
    expect(await store.history.count({ q: 'etimedout' })).toBe(records.length);
  });

  it('ends with a sync of many changes', async () => {
    const latest = await store.history.getLatest();
    const filters = { syncId: latest!.id };

    expect(await store.changes.count(filters)).toBe(200);
    const { changes } = await store.changes.list({ ...filters, limit: 500 });
    expect(new Set(changes.map(({ kind }) => kind)).size).toBe(4);
    expect(await store.state.get()).toMatchObject({
      lastAppliedSyncId: latest!.id,
    });
  });
});
