import { mockCredentials, TestDatabases } from '@backstage/backend-test-utils';
import { JsonObject } from '@backstage/types';
import {
  staticDataSyncReadPermission,
  staticDataSyncRefreshPermission,
} from '@internal/plugin-static-data-common';
import { setUpActions } from './__testUtils__/setUpActions';

const READ = staticDataSyncReadPermission.name;
const REFRESH = staticDataSyncRefreshPermission.name;

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

describe('registerActions', () => {
  it('registers what reads as such, and what starts syncs as such', async () => {
    const knex = await databases.init('SQLITE_3');
    const { actionsRegistry } = await setUpActions({ knex });
    const { actions } = await actionsRegistry.list();
    const readOnly = { readOnly: true, destructive: false, idempotent: true };
    const steers = { readOnly: false, destructive: true, idempotent: false };
    expect(
      Object.fromEntries(
        actions.map(({ name, attributes }) => [name, attributes]),
      ),
    ).toEqual({
      'get-sync-health': readOnly,
      'list-sync-sources': readOnly,
      'list-syncs': readOnly,
      'explain-sync': readOnly,
      'explain-entity': readOnly,
      'list-source-entities': readOnly,
      refresh: { readOnly: false, destructive: true, idempotent: true },
      preview: { readOnly: false, destructive: false, idempotent: true },
      'pause-source': { ...steers, destructive: false },
      'resume-source': steers,
      'pin-source': steers,
      'unpin-source': steers,
      'cancel-sync': { ...steers, idempotent: true },
      'rerun-sync': steers,
    });
  });

  it('works on ten reads of a caller at the same time', async () => {
    const knex = await databases.init('SQLITE_3');
    const { run, sources } = await setUpActions({ knex });
    const list = jest
      .spyOn(sources, 'list')
      .mockImplementation(() => new Promise(() => {}));
    const start = (count: number, user: string) => {
      for (let i = 0; i < count; i++) {
        run('list-sync-sources', {}, mockCredentials.user(user));
      }
    };
    start(12, 'user:default/ada');
    start(1, 'user:default/bob');
    await new Promise(resolve => setTimeout(resolve, 100));
    expect(list).toHaveBeenCalledTimes(11);
  });

  it.each<[string, JsonObject]>([
    ['get-sync-health', {}],
    ['list-sync-sources', {}],
    ['list-syncs', {}],
    ['explain-sync', {}],
    ['explain-entity', { entityRef: 'component:default/a' }],
    ['list-source-entities', {}],
    ['refresh', {}],
    ['preview', {}],
    ['pause-source', { reason: 'why' }],
    ['resume-source', {}],
    ['pin-source', { ref: 'v1', reason: 'why' }],
    ['unpin-source', {}],
    ['cancel-sync', { syncId: '019a2b3c-0000-7000-8000-000000000000' }],
    ['rerun-sync', { syncId: '019a2b3c-0000-7000-8000-000000000000' }],
  ])('refuses arguments that %s does not have', async (name, input) => {
    const knex = await databases.init('SQLITE_3');
    const { run, store } = await setUpActions({ knex });
    await expect(run(name, { ...input, dryrun: true })).rejects.toThrow(
      expect.objectContaining({ name: 'InputError' }),
    );
    expect(await store.refreshRequests.peek()).toBeUndefined();
  });

  it.each<[string, string, JsonObject]>([
    ['get-sync-health', READ, {}],
    ['list-sync-sources', READ, {}],
    ['list-syncs', READ, {}],
    ['explain-sync', READ, {}],
    ['explain-entity', READ, { entityRef: 'component:default/a' }],
    ['list-source-entities', READ, {}],
    ['refresh', REFRESH, {}],
    ['preview', REFRESH, {}],
  ])(
    'refuses %s to those without %s, and to nobody in particular',
    async (name, permission, input) => {
      const knex = await databases.init('SQLITE_3');
      const { run, store } = await setUpActions({
        knex,
        denied: [permission],
      });
      await expect(run(name, input)).rejects.toThrow(
        expect.objectContaining({
          name: 'NotAllowedError',
          message: expect.stringContaining(permission),
        }),
      );
      await expect(run(name, input, mockCredentials.none())).rejects.toThrow(
        expect.objectContaining({ name: 'NotAllowedError' }),
      );
      expect(await store.refreshRequests.peek()).toBeUndefined();
    },
  );
});
