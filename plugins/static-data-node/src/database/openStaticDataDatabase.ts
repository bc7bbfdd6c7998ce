import { DatabaseManager } from '@backstage/backend-defaults/database';
import {
  DatabaseService,
  RootConfigService,
  RootLifecycleService,
  RootLoggerService,
} from '@backstage/backend-plugin-api';
import { isSqlite } from './dialect';

const PLUGIN_ID = 'static-data';

/** Names the SQLite file, `static-data-store.sqlite`. */
const SQLITE_STORE_ID = 'static-data-store';

/**
 * Opens the database of the sync store, as configured for the plugin `static-data` under
 * `backend.database`. Its connections are closed when the backend shuts down.
 *
 * On PostgreSQL it is the plugin's own database. On SQLite the store has a file of its own: the
 * plugin's file is also open in Backstage's services (the scheduler and the plugin's signing
 * keys), and two connections of one process must not write to the same SQLite file. One that has
 * to wait for the other blocks the event loop, and with it the transaction that it waits for.
 *
 * @public
 */
export function openStaticDataDatabase(services: {
  config: RootConfigService;
  logger: RootLoggerService;
  lifecycle: RootLifecycleService;
}): DatabaseService {
  const { config, logger, lifecycle } = services;
  const manager = DatabaseManager.fromConfig(config, {
    rootLogger: logger,
    rootLifecycle: lifecycle,
  });
  const client =
    config.getOptionalString(`backend.database.plugin.${PLUGIN_ID}.client`) ??
    config.getString('backend.database.client');
  const open = (id: string) => manager.forPlugin(id, { logger, lifecycle });
  const ofPlugin = open(PLUGIN_ID);
  const database = client.includes('sqlite')
    ? { ...open(SQLITE_STORE_ID), migrations: ofPlugin.migrations }
    : ofPlugin;
  lifecycle.addShutdownHook(async () => {
    const knex = await database.getClient();
    // Backstage saves SQLite in memory at shutdown during development.
    if (!isSqlite(knex)) {
      await knex.destroy();
    }
  });
  return database;
}
