import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  mockServices,
  startTestBackend,
  TestBackendOptions,
  TestDatabaseId,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import catalogPlugin from '@backstage/plugin-catalog-backend';
import { eventsServiceFactory } from '@backstage/plugin-events-node';
import { JsonObject } from '@backstage/types';
import catalogModuleStaticData from '@internal/plugin-catalog-backend-module-static-data';
import staticDataPlugin from '@internal/plugin-static-data-backend';
import {
  createStaticDataStore,
  staticDataStoreServiceRef,
} from '@internal/plugin-static-data-node';
import request from 'supertest';

type TestDatabase = Awaited<ReturnType<TestDatabases['init']>>;

/** The databases of a product: that of the catalog, and that of the plugin. */
export interface TestProductDatabases {
  catalog: TestDatabase;
  store: TestDatabase;
}

/** A backend with the real catalog and both features of Static Data, on a real database. */
export async function startTestProduct(options: {
  databases: TestDatabases;
  databaseId: TestDatabaseId;
  config: JsonObject;
  /** The databases of a product that was stopped, to go on with. */
  knex?: TestProductDatabases;
  /** For other plugins that have a database, which cannot be that of the catalog. */
  pluginKnex?: { [pluginId: string]: TestDatabase };
  /** Whether the catalog has no module of ours, as after a mistake in a deployment. */
  withoutModule?: boolean;
  /** Services in the place of others. */
  features?: TestBackendOptions<[]>['features'];
}) {
  const {
    databases,
    databaseId,
    config,
    pluginKnex = {},
    features = [],
    withoutModule = false,
  } = options;
  const knex = options.knex ?? {
    catalog: await databases.init(databaseId),
    store: await databases.init(databaseId),
  };
  const scheduler = mockServices.scheduler();
  const backend = await startTestBackend({
    features: [
      mockServices.rootConfig.factory({ data: withShortPolls(config) }),
      createServiceFactory({
        service: coreServices.database,
        deps: { plugin: coreServices.pluginMetadata },
        factory: ({ plugin }) =>
          mockServices.database({
            knex: pluginKnex[plugin.getId()] ?? knex.catalog,
          }),
      }),
      // The mock keeps events within a plugin; requests for syncs go from one to the other.
      eventsServiceFactory,
      // Syncs start when a test says so.
      createServiceFactory({
        service: coreServices.scheduler,
        deps: {},
        factory: () => scheduler,
      }),
      createServiceFactory({
        service: staticDataStoreServiceRef,
        deps: {},
        factory: () =>
          createStaticDataStore({
            getClient: async () => knex.store,
          }),
      }),
      catalogPlugin,
      ...(withoutModule ? [] : [catalogModuleStaticData]),
      staticDataPlugin,
      ...features,
    ],
  });
  const { server } = backend;

  const getEntities = async (): Promise<Entity[]> => {
    const { body } = await request(server)
      .get('/api/catalog/entities')
      .expect(200);
    return body;
  };

  return {
    server,
    knex,
    stop: () => backend.stop(),
    /** The HTTP API of the plugin; paths begin after `/api/static-data`. */
    api: {
      get: (path: string) => request(server).get(`/api/static-data${path}`),
      post: (path: string) => request(server).post(`/api/static-data${path}`),
    },
    getEntities,
    /** A manual sync, from the request to the finished record. */
    async refresh(body?: {
      source?: string;
      dryRun?: boolean;
      ref?: string;
      syncId?: string;
      full?: boolean;
    }) {
      const { body: answer } = await request(server)
        .post('/api/static-data/refresh')
        .send({ ...body, wait: true })
        .expect(200);
      return answer.sync;
    },
    /** What happens every few seconds: the start of what is requested, or due after a start. */
    runRequested: (source?: string) =>
      scheduler.triggerTask(
        `static-data-refresh-requests${source ? `:${source}` : ''}`,
      ),
    /** What happens every minute: the process notes which source it synchronises. */
    noteSource: () => scheduler.triggerTask('static-data-active-source'),
    /** What the scheduler does when a sync is due, and the sync. */
    async runScheduledSync() {
      await scheduler.triggerTask('static-data-sync');
      await scheduler.triggerTask('static-data-refresh-requests');
    },
    /** One look at the catalog for what has arrived there. */
    runConfirmation: () => scheduler.triggerTask('static-data-confirmation'),
    /** What happens every few seconds: the checks of pull requests that are due. */
    runChecks: () => scheduler.triggerTask('static-data-checks'),
    /** Has people notified of what there is to notify them of, and waits for it. */
    async runAlerts() {
      await scheduler.triggerTask('static-data-announcements');
      const pending = () =>
        knex
          .store('static_data_messages')
          .where({ recipient: 'plugin:notifications', state: 'pending' });
      while ((await pending()).length > 0) {
        await new Promise(resolve => setTimeout(resolve, 50));
      }
    },
    /** The catalog's entities, once it has processed what was sent and a condition holds. */
    async waitForEntities(
      condition: (entities: Entity[]) => boolean,
    ): Promise<Entity[]> {
      const deadline = Date.now() + 45_000;
      for (;;) {
        const entities = await getEntities();
        if (condition(entities)) {
          return entities;
        }
        if (Date.now() > deadline) {
          const refs = entities.map(
            ({ kind, metadata }) => `${kind}:${metadata.name}`,
          );
          throw new Error(`The catalog did not get there; it has ${refs}`);
        }
        await new Promise(resolve => setTimeout(resolve, 200));
      }
    },
  };
}

/** A backend that stops waits for the end of requests to the bus of events; they last 55 seconds by default. */
function withShortPolls({ events, ...config }: JsonObject): JsonObject {
  return {
    ...config,
    events: { ...(events as JsonObject), notifyTimeoutMs: 1_000 },
  };
}
