import { TestDatabaseId, TestDatabases } from '@backstage/backend-test-utils';
import { createTestStore } from '../__testUtils__/createTestStore';
import { LeaseRequest } from './SyncLeaseStore';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

const LONG_AGO = '2026-01-01T00:00:00.000Z';

async function createStore(databaseId: TestDatabaseId) {
  const knex = await databases.init(databaseId);
  const { lease } = await createTestStore({
    getClient: async () => knex,
  });
  const expire = () =>
    knex('static_data_running_sync').update({
      expires_at: LONG_AGO,
      last_heartbeat: LONG_AGO,
    });
  return { knex, lease, expire };
}

function createRequest(syncId: string): LeaseRequest {
  return {
    syncId,
    syncType: 'MANUAL',
    triggeredBy: 'user:default/ada',
    dryRun: true,
    configSnapshot: { repository: 'acme/architecture', branch: 'main' },
  };
}

describe.each(databases.eachSupportedId())('SyncLeaseStore, %s', databaseId => {
  it('says what runs, from the clock of the database', async () => {
    const { lease } = await createStore(databaseId);
    expect(await lease.getRunning()).toBeUndefined();

    const { acquired, startTime } = await lease.acquire(createRequest('a'));
    expect(acquired).toBe(true);
    expect(await lease.getRunning()).toEqual({
      id: 'a',
      source: 'default',
      number: 1,
      syncType: 'MANUAL',
      startTime,
      phase: 'FETCH',
      phaseStartTime: startTime,
      phases: [],
      triggeredBy: 'user:default/ada',
      dryRun: true,
    });
    expect(Math.abs(Date.now() - Date.parse(startTime!))).toBeLessThan(60_000);
  });

  it('is held by one sync until that gives it back', async () => {
    const { lease } = await createStore(databaseId);
    await lease.acquire(createRequest('a'));
    expect(await lease.acquire(createRequest('b'))).toEqual({
      acquired: false,
    });

    await lease.release('b');
    expect(await lease.getRunning()).toMatchObject({ id: 'a' });

    await lease.release('a');
    expect(await lease.getRunning()).toBeUndefined();
    expect(await lease.acquire(createRequest('b'))).toEqual({
      acquired: true,
      number: 2,
      startTime: expect.any(String),
    });
  });

  it('numbers the syncs that start, and no others, whoever asks', async () => {
    const { knex, lease } = await createStore(databaseId);
    const numbers: Array<number | undefined> = [];
    for (const name of ['a', 'b', 'c']) {
      const results = await Promise.all(
        Array.from({ length: 5 }, (_, index) =>
          lease.acquire(createRequest(`${name}-${index}`)),
        ),
      );
      numbers.push(...results.flatMap(({ number }) => number ?? []));
      await knex('static_data_running_sync').delete();
    }
    expect(numbers).toEqual([1, 2, 3]);
  });

  it('goes to one of many that ask at once', async () => {
    const { lease } = await createStore(databaseId);
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        lease.acquire(createRequest(`sync-${index}`)),
      ),
    );
    expect(results.filter(({ acquired }) => acquired)).toHaveLength(1);
  });

  it('says what a process that died was doing, until that is released', async () => {
    const { lease, expire } = await createStore(databaseId);
    const { startTime } = await lease.acquire(createRequest('dead'));
    const phases = [{ phase: 'FETCH' as const, durationMs: 700 }];
    await lease.heartbeat('dead', 'PARSE', { phases });
    await expire();
    expect(await lease.getRunning()).toBeUndefined();

    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        lease.acquire(createRequest(`sync-${index}`)),
      ),
    );
    const expired = {
      number: 1,
      ...createRequest('dead'),
      startTime,
      phase: 'PARSE',
      phaseStartTime: expect.any(String),
      phases,
      lastHeartbeat: LONG_AGO,
    };
    expect(answers).toEqual(answers.map(() => ({ acquired: false, expired })));

    await lease.release('dead');
    expect(await lease.acquire(createRequest('next'))).toEqual({
      acquired: true,
      number: 2,
      startTime: expect.any(String),
    });
    expect(await lease.getRunning()).toMatchObject({
      id: 'next',
      phase: 'FETCH',
    });
  });

  it('is prolonged by a heartbeat of its holder only', async () => {
    const { knex, lease } = await createStore(databaseId);
    await lease.acquire(createRequest('a'));

    expect(await lease.heartbeat('b', 'DIFF')).toBeUndefined();
    expect(await lease.getRunning()).toMatchObject({ phase: 'FETCH' });

    expect(await lease.heartbeat('a', 'DIFF')).toEqual({});
    expect(await lease.getRunning()).toMatchObject({ phase: 'DIFF' });

    const row = await knex('static_data_running_sync').first();
    expect(
      new Date(row.expires_at).getTime() -
        new Date(row.last_heartbeat).getTime(),
    ).toBe(60_000);
  });

  it('says since when the phase runs, and how far it has come', async () => {
    const { knex, lease } = await createStore(databaseId);
    await lease.acquire(createRequest('a'));
    await knex('static_data_running_sync').update({
      phase_start_time: LONG_AGO,
    });

    await lease.heartbeat('a', 'FETCH', { progress: { done: 3, total: 10 } });
    expect(await lease.getRunning()).toMatchObject({
      phase: 'FETCH',
      phases: [],
      phaseStartTime: LONG_AGO,
      progress: { done: 3, total: 10 },
    });

    const phases = [{ phase: 'FETCH' as const, durationMs: 700 }];
    await lease.heartbeat('a', 'PARSE', {
      progress: { done: 0, total: 7 },
      phases,
    });
    const row = await knex('static_data_running_sync').first();
    expect(await lease.getRunning()).toMatchObject({
      phase: 'PARSE',
      phaseStartTime: new Date(row.last_heartbeat).toISOString(),
      progress: { done: 0, total: 7 },
      phases,
    });

    await lease.heartbeat('a', 'DIFF');
    expect(await lease.getRunning()).not.toHaveProperty('progress');
  });

  it('says what the sync waits for, and for how long', async () => {
    const { lease } = await createStore(databaseId);
    await lease.acquire(createRequest('a'));
    const untilLater = { for: 'github.com', until: '2030-01-01T00:00:00.000Z' };

    for (const waiting of [{ for: 'acme/cart' }, untilLater]) {
      await lease.heartbeat('a', 'FETCH', { waiting });
      expect((await lease.getRunning())?.waiting).toEqual(waiting);
    }
    await lease.heartbeat('a', 'FETCH');
    expect(await lease.getRunning()).not.toHaveProperty('waiting');
  });

  it('tells a holder that it was lost', async () => {
    const { lease, expire } = await createStore(databaseId);
    await lease.acquire(createRequest('slow'));
    await expire();
    expect(await lease.heartbeat('slow', 'CATALOG_APPLY')).toBeUndefined();

    await lease.release('slow');
    await lease.acquire(createRequest('next'));
    expect(await lease.heartbeat('slow', 'CATALOG_APPLY')).toBeUndefined();
    await lease.release('slow');
    expect(await lease.getRunning()).toMatchObject({ id: 'next' });
  });

  it('is found by its sync until it is given back, even when it has expired', async () => {
    const { lease, expire } = await createStore(databaseId);
    await lease.acquire(createRequest('a'));
    expect(await lease.find('a')).toMatchObject({ id: 'a', phase: 'FETCH' });
    expect(await lease.find('b')).toBeUndefined();
    expect(await lease.findExpired()).toBeUndefined();

    await expire();
    expect(await lease.find('a')).toMatchObject({ id: 'a' });
    expect(await lease.findExpired()).toMatchObject({ syncId: 'a' });

    await lease.release('a');
    expect(await lease.find('a')).toBeUndefined();
    expect(await lease.findExpired()).toBeUndefined();
  });

  it('of a source cannot be in the database twice', async () => {
    const { knex, lease } = await createStore(databaseId);
    await lease.acquire(createRequest('a'));
    const row = await knex('static_data_running_sync').first();
    await expect(
      knex('static_data_running_sync').insert({ ...row, sync_id: 'b' }),
    ).rejects.toThrow(/constraint/i);
  });
});
