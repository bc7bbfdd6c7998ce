import {
  BackendFeature,
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  mockServices,
  startTestBackend,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { staticDataStoreServiceRef } from '@internal/plugin-static-data-node';
import staticDataPlugin from '..';
import { createCheckedApi } from './createCheckedApi';
import { createTestStore } from './createTestStore';

/**
 * Starts a backend with the plugin, over a real store in a database of its own. Whatever it
 * answers is held to the OpenAPI document.
 */
export async function startStaticData(options: {
  knex: Awaited<ReturnType<TestDatabases['init']>>;
  /** The configuration under `staticData`; null for none. */
  config?: { directory?: string; [key: string]: unknown } | null;
  /** Names of the permissions that the caller lacks. */
  denied?: string[];
  /** Other plugins. */
  features?: BackendFeature[];
}) {
  const { knex, config = { directory: 'data' } } = options;
  const { denied = [], features = [] } = options;
  const store = await createTestStore(knex);
  const events = mockServices.events();
  const scheduler = mockServices.scheduler();
  const permissions = mockServices.permissions.mock({
    authorize: async requests =>
      requests.map(({ permission }) => ({
        result: denied.includes(permission.name)
          ? AuthorizeResult.DENY
          : AuthorizeResult.ALLOW,
      })),
  });
  const auditor = mockServices.auditor.mock();
  const audited: Array<{ outcome: 'success' | 'fail'; details: unknown }> = [];
  auditor.createEvent.mockImplementation(async () => ({
    success: async details => {
      audited.push({ outcome: 'success', details });
    },
    fail: async details => {
      audited.push({ outcome: 'fail', details });
    },
  }));
  const { server } = await startTestBackend({
    features: [
      staticDataPlugin,
      ...features,
      mockServices.rootConfig.factory({
        data: config ? { staticData: JSON.parse(JSON.stringify(config)) } : {},
      }),
      permissions.factory,
      auditor.factory,
      createServiceFactory({
        service: coreServices.scheduler,
        deps: {},
        factory: () => scheduler,
      }),
      createServiceFactory({
        service: eventsServiceRef,
        deps: {},
        factory: () => events,
      }),
      createServiceFactory({
        service: staticDataStoreServiceRef,
        deps: {},
        factory: () => store.all,
      }),
    ],
  });
  return {
    server,
    api: createCheckedApi(server),
    store,
    events,
    scheduler,
    permissions,
    auditor,
    audited,
  };
}
