import { mockCredentials, TestDatabases } from '@backstage/backend-test-utils';
import {
  STATIC_DATA_REFRESH_TOPIC,
  staticDataSyncRefreshPermission,
} from '@internal/plugin-static-data-common';
import { createCompletedSync } from '../__testUtils__/createCompletedSync';
import { setUpActions } from './__testUtils__/setUpActions';

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

async function setUp(
  options: Omit<Parameters<typeof setUpActions>[0], 'knex'> = {},
) {
  return setUpActions({
    ...options,
    knex: await databases.init('SQLITE_3'),
  });
}

describe('actions that start syncs', () => {
  it('wait for the end of the sync, and say how it ended', async () => {
    const { run, store, events } = await setUp();
    await events.subscribe({
      id: 'runner',
      topics: [STATIC_DATA_REFRESH_TOPIC],
      onEvent: async () => {
        const { syncId } = (await store.refreshRequests.peek())!;
        const startTime = '2026-01-01T00:00:00.000Z';
        await store.complete(
          createCompletedSync({ record: { id: syncId, startTime } }),
        );
      },
    });
    expect(await run('refresh')).toEqual({
      syncId: expect.any(String),
      source: 'default',
      number: expect.any(Number),
      status: 'FINISHED',
      outcome: 'Applied: 1 added, 0 updated, 0 removed, 61 unchanged.',
    });
  });

  it('do not wait longer than they were told to', async () => {
    const { run, store } = await setUp();
    const output = await run('refresh', { waitSeconds: 0 });
    const request = await store.refreshRequests.peek();
    expect(output).toEqual({
      syncId: request!.syncId,
      source: 'default',
      status: 'QUEUED',
      outcome: 'Catalog refresh requested',
    });
    expect(request).toMatchObject({
      syncType: 'MANUAL',
      triggeredBy: mockCredentials.user().principal.userEntityRef,
      dryRun: false,
    });
  });

  it('are about the source that they name, if there are several', async () => {
    const { run, store } = await setUp({
      staticData: {
        sources: { payments: { directory: 'a' }, core: { directory: 'b' } },
      },
    });
    await run('refresh', { source: 'core', waitSeconds: 0 });

    expect(await store.ofSource('core').refreshRequests.count()).toBe(1);
    await expect(run('preview')).rejects.toThrow(
      'source: name one of: payments, core',
    );
    expect(await store.all.refreshRequests.count()).toBe(1);
  });

  it('preview a branch without applying anything', async () => {
    const { run, store } = await setUp();
    await run('preview', { ref: 'feature/x', waitSeconds: 0 });
    expect(await store.refreshRequests.peek()).toMatchObject({
      dryRun: true,
      ref: 'feature/x',
    });
    await expect(run('preview', { ref: 'a..b' })).rejects.toThrow(
      'ref: must be the name of a branch or tag, or a commit',
    );
  });

  it('are on record, with who asked', async () => {
    const { run, auditor, audit } = await setUp();
    const { syncId } = (await run(
      'preview',
      { ref: 'x', waitSeconds: 0 },
      mockCredentials.service('plugin:mcp-actions'),
    )) as { syncId: string };
    expect(auditor.createEvent.mock.calls).toEqual([
      [
        {
          eventId: 'refresh',
          severityLevel: 'medium',
          meta: { triggeredBy: 'plugin:mcp-actions' },
        },
      ],
    ]);
    expect(audit.success.mock.calls).toEqual([
      [{ meta: { syncId, source: 'default', dryRun: true, ref: 'x' } }],
    ]);
  });

  it('are on record when they were refused', async () => {
    const { run, auditor, audit } = await setUp({
      denied: [staticDataSyncRefreshPermission.name],
    });
    await expect(run('refresh')).rejects.toThrow('needs the permission');
    expect(auditor.createEvent).toHaveBeenCalledTimes(1);
    expect(audit.fail).toHaveBeenCalledTimes(1);
    expect(audit.success).not.toHaveBeenCalled();
  });
});
