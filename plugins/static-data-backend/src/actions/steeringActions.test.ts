import { mockCredentials, TestDatabases } from '@backstage/backend-test-utils';
import { createAppliedSync } from '../__testUtils__/createCompletedSync';
import { setUpActions } from './__testUtils__/setUpActions';

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

const CALLER = mockCredentials.user().principal.userEntityRef;
const SYNC_ID = '019a2b3c-0000-7000-8000-000000000000';
const reason = 'Incident 42';

const GITHUB = { github: { repo: 'acme/architecture', branch: 'main' } };

async function setUp(
  options: Omit<Parameters<typeof setUpActions>[0], 'knex'> = {},
) {
  return setUpActions({
    ...options,
    knex: await databases.init('SQLITE_3'),
  });
}

describe('actions that steer', () => {
  it('pause and resume a source', async () => {
    const { run, store, audit } = await setUp();
    expect(await run('pause-source', { reason })).toEqual({
      outcome: `The source 'default' is paused`,
      source: 'default',
    });
    expect((await store.steering.get()).pause).toMatchObject({
      pausedBy: CALLER,
      reason,
    });
    await expect(run('refresh', { waitSeconds: 0 })).rejects.toThrow(
      'Resume it first',
    );
    expect(await run('resume-source')).toEqual({
      outcome: `The source 'default' is resumed`,
      source: 'default',
      syncId: (await store.refreshRequests.peek())!.syncId,
    });
    expect(audit.success).toHaveBeenCalledWith({
      meta: { source: 'default', reason },
    });
  });

  it('pin and unpin it', async () => {
    const { run, store } = await setUp({ staticData: GITHUB });
    await run('pin-source', { ref: 'v1', reason });
    const { pin } = await store.steering.get();
    expect(pin).toMatchObject({ ref: 'v1', pinnedBy: CALLER });
    await expect(run('pin-source', { ref: 'v2', reason })).rejects.toThrow(
      'is pinned to v1',
    );
    await run('pin-source', { ref: 'v2', reason, replaces: pin!.id });
    expect(await run('unpin-source')).toMatchObject({
      outcome: `The source 'default' is unpinned`,
    });
    await expect(run('pin-source', { reason })).rejects.toThrow(
      'name either a ref or a syncId',
    );
  });

  it('cancel a sync, and run the latest one again', async () => {
    const { run, store } = await setUp();
    await store.lease.acquire({
      syncId: SYNC_ID,
      syncType: 'SCHEDULED',
      dryRun: false,
      configSnapshot: { repository: 'data', branch: '-' },
    });
    expect(await run('cancel-sync', { syncId: SYNC_ID })).toEqual({
      outcome: 'Sync #1 is being cancelled',
      source: 'default',
    });
    const { record } = createAppliedSync({
      record: { startTime: '2026-01-01T00:00:00.000Z' },
    });
    await store.complete(createAppliedSync({ record }));
    await run('rerun-sync', { syncId: record.id });
    expect(await store.refreshRequests.peek()).toMatchObject({ full: true });
    await expect(run('cancel-sync', { syncId: 'x' })).rejects.toThrow(
      'syncId: must be a UUID',
    );
  });

  it.each([
    ['staticData.sync.refresh', 'pause-source', { reason }],
    ['staticData.sync.refresh', 'resume-source', {}],
    ['staticData.sync.refresh', 'rerun-sync', { syncId: SYNC_ID }],
    ['staticData.sync.override', 'pin-source', { ref: 'v1', reason }],
    ['staticData.sync.override', 'unpin-source', {}],
    ['staticData.sync.override', 'cancel-sync', { syncId: SYNC_ID }],
  ])('need %s for %s', async (permission, name, input) => {
    const { run, store } = await setUp({ denied: [permission] });
    await expect(run(name, input)).rejects.toThrow();
    expect((await store.steering.list({ limit: 1 })).acts).toEqual([]);
  });
});
