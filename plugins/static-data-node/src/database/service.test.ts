import {
  createBackendModule,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import {
  createMockDirectory,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { createRecord } from './__testUtils__/createRecord';
import { StaticDataStore } from './StaticDataStore';
import { staticDataStoreServiceRef } from './service';

jest.setTimeout(60_000);

/** Starts a backend in which a plugin, and a module of another plugin, ask for the store. */
async function startBackend(connection: string | { directory: string }) {
  const stores: StaticDataStore[] = [];
  const backend = await startTestBackend({
    features: [
      mockServices.rootConfig.factory({
        data: {
          backend: { database: { client: 'better-sqlite3', connection } },
        },
      }),
      createBackendPlugin({
        pluginId: 'static-data',
        register(env) {
          env.registerInit({
            deps: { store: staticDataStoreServiceRef },
            init: async ({ store }) => {
              stores.push(store);
            },
          });
        },
      }),
      createBackendPlugin({
        pluginId: 'catalog',
        register(env) {
          env.registerInit({ deps: {}, init: async () => {} });
        },
      }),
      createBackendModule({
        pluginId: 'catalog',
        moduleId: 'static-data',
        register(env) {
          env.registerInit({
            deps: { store: staticDataStoreServiceRef },
            init: async ({ store }) => {
              stores.push(store);
            },
          });
        },
      }),
    ],
  });
  return { backend, stores };
}

describe('staticDataStoreServiceRef', () => {
  const mockDirectory = createMockDirectory();

  it('gives one store to all plugins of a process, in memory too', async () => {
    const { backend, stores } = await startBackend(':memory:');
    expect(stores).toHaveLength(2);

    const record = createRecord();
    await stores[0].complete({ record });
    expect(await stores[1].history.getLatest()).toEqual(record);
    await backend.stop();
  });

  it('keeps the store in the file of the plugin static-data', async () => {
    const record = createRecord();
    const first = await startBackend({ directory: mockDirectory.path });
    await first.stores[0].complete({ record });
    await first.backend.stop();
    expect(Object.keys(mockDirectory.content()!)).toContain(
      'static-data.sqlite',
    );

    const second = await startBackend({ directory: mockDirectory.path });
    expect(await second.stores[0].history.getLatest()).toEqual(record);
    await second.backend.stop();
  });
});
