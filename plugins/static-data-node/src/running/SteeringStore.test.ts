import { TestDatabaseId, TestDatabases } from '@backstage/backend-test-utils';
import { createTestStore } from '../__testUtils__/createTestStore';
import { trimSteeringActs } from './SteeringStore';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

const ADA = 'user:default/ada';
const BOB = 'user:default/bob';
const UNTIL = '2999-01-01T00:00:00.000Z';

async function setUp(databaseId: TestDatabaseId) {
  const knex = await databases.init(databaseId);
  const store = await createTestStore({ getClient: async () => knex });
  return { knex, store, steering: store.steering };
}

describe.each(databases.eachSupportedId())('SteeringStore, %s', databaseId => {
  it('says what is in force, and what was done', async () => {
    const { steering } = await setUp(databaseId);
    expect(await steering.get()).toEqual({ pause: null, pin: null });

    const pausing = { triggeredBy: ADA, reason: 'Migration', until: UNTIL };
    expect(await steering.pause(pausing)).toBe(true);
    const pinning = { triggeredBy: BOB, reason: 'Bad release', ref: 'v1' };
    expect(await steering.pin(pinning)).toEqual(
      expect.objectContaining({ syncId: expect.any(String) }),
    );
    const { pause, pin } = await steering.get();
    expect(pause).toEqual({
      pausedBy: ADA,
      since: expect.any(String),
      until: UNTIL,
      reason: 'Migration',
    });
    expect(pin).toEqual({
      id: expect.any(Number),
      pinnedBy: BOB,
      since: expect.any(String),
      until: null,
      reason: 'Bad release',
      ref: 'v1',
      revision: null,
      sync: null,
    });

    const resumed = await steering.resume({ triggeredBy: BOB });
    const unpinned = await steering.unpin({ triggeredBy: BOB });
    // One sync is enough for all of it.
    expect(unpinned!.syncId).toBe(resumed!.syncId);
    const { acts, hasMore } = await steering.list({ limit: 3 });
    expect(acts.map(({ type }) => type)).toEqual(['UNPIN', 'RESUME', 'PIN']);
    expect(hasMore).toBe(true);
    expect(await steering.get()).toEqual({
      pause: null,
      pin: null,
      resumedAt: acts[1].time,
      resumedBy: BOB,
    });
  });

  it('lets one of two people be first', async () => {
    const { steering } = await setUp(databaseId);
    const act = { triggeredBy: ADA, reason: 'why' };
    const paused = await Promise.all([1, 2, 3].map(() => steering.pause(act)));
    expect(paused.filter(Boolean)).toHaveLength(1);
    const pinned = await Promise.all(
      ['v1', 'v2', 'v3'].map(ref => steering.pin({ ...act, ref })),
    );
    expect(pinned.filter(Boolean)).toHaveLength(1);

    const { id } = (await steering.get()).pin!;
    expect(await steering.pin({ ...act, ref: 'v4' }, id + 100)).toBeUndefined();
    const moved = await Promise.all(
      ['v5', 'v6'].map(ref => steering.pin({ ...act, ref }, id)),
    );
    expect(moved.filter(Boolean)).toHaveLength(1);
    expect(await steering.unpin({ triggeredBy: BOB }, id)).toBeUndefined();
    const unpinned = await Promise.all(
      [1, 2].map(() => steering.unpin({ triggeredBy: BOB })),
    );
    expect(unpinned.filter(Boolean)).toHaveLength(1);
    expect(await steering.resume({ triggeredBy: ADA })).toBeDefined();
    expect(await steering.resume({ triggeredBy: ADA })).toBeUndefined();
  });

  it('ends a pause and a pin at their time, by the clock of the database', async () => {
    const { knex, steering } = await setUp(databaseId);
    await steering.pause({ triggeredBy: ADA, until: UNTIL });
    await steering.pin({ triggeredBy: ADA, ref: 'v1', until: UNTIL });
    const past = new Date(Date.now() - 1_000).toISOString();
    await knex('static_data_steering_acts').update({ until: past });
    expect(await steering.get()).toEqual({
      pause: null,
      pin: null,
      resumedAt: past,
      pinEndedAt: past,
    });
    expect(await steering.pause({ triggeredBy: BOB })).toBe(true);
  });

  it('settles once what a pin means', async () => {
    const { steering } = await setUp(databaseId);
    await steering.pin({ triggeredBy: ADA, ref: 'v1' });
    const { id } = (await steering.get()).pin!;
    await steering.settleRevision(id, 'abc');
    await steering.settleRevision(id, 'def');
    expect((await steering.get()).pin).toMatchObject({ revision: 'abc' });
  });

  it('is of one source, and moves with it to another id', async () => {
    const { store, steering } = await setUp(databaseId);
    await store.sources.open({ id: 'default' });
    await steering.pin({ triggeredBy: ADA, ref: 'v1' });
    expect((await store.ofSource('other').steering.get()).pin).toBeNull();
    await store.sources.open({ id: 'renamed', renamedFrom: 'default' });
    const renamed = store.ofSource('renamed').steering;
    expect((await renamed.get()).pin).toMatchObject({ ref: 'v1' });
    // By a process that does not know of it yet.
    await steering.unpin({ triggeredBy: ADA });
    expect((await renamed.get()).pin).toBeNull();
    expect((await renamed.list({ limit: 9 })).acts).toMatchObject([
      { source: 'renamed', type: 'UNPIN' },
      { source: 'renamed', type: 'PIN' },
    ]);
  });

  it('keeps what may be in force, however old it is', async () => {
    const { knex, steering } = await setUp(databaseId);
    for (const ref of ['v1', 'v2']) {
      await steering.pin({ triggeredBy: ADA, ref });
      await steering.unpin({ triggeredBy: ADA });
    }
    await steering.pin({ triggeredBy: ADA, ref: 'v3' });
    await trimSteeringActs(knex, '2999-01-01T00:00:00.000Z');
    expect((await steering.list({ limit: 9 })).acts).toMatchObject([
      { type: 'PIN', ref: 'v3' },
      { type: 'UNPIN' },
    ]);
    expect((await steering.get()).pin).toMatchObject({ ref: 'v3' });
  });

  it('keeps the latest 10,000 acts of each source, and what may be in force', async () => {
    const { knex, steering } = await setUp(databaseId);
    await steering.pin({ triggeredBy: ADA, ref: 'v1' });
    const [{ source_id: sourceId }] = await knex('static_data_steering_acts');
    const cancels = (source: string, count: number) =>
      knex.batchInsert(
        'static_data_steering_acts',
        Array.from({ length: count }, () => ({
          source_id: source,
          type: 'CANCEL',
          triggered_by: ADA,
          time: '2026-01-01T00:00:00.000Z',
        })),
        50,
      );
    await cancels(sourceId, 10_005);
    await cancels('other', 3);
    await trimSteeringActs(knex, '2000-01-01T00:00:00.000Z');
    const counts = await knex('static_data_steering_acts')
      .select('source_id', 'type')
      .count({ count: '*' })
      .groupBy('source_id', 'type')
      .orderBy(['source_id', 'type']);
    expect(
      counts.map(({ source_id: source, type, count }: any) => [
        source === sourceId,
        type,
        Number(count),
      ]),
    ).toEqual(
      expect.arrayContaining([
        [true, 'CANCEL', 10_000],
        [true, 'PIN', 1],
        [false, 'CANCEL', 3],
      ]),
    );
  });
});
