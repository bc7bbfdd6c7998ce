import { Config, ConfigReader } from '@backstage/config';
import { JsonObject } from '@backstage/types';
import { DatabaseManager } from '@backstage/backend-defaults/database';
import {
  DatabaseService,
  RootConfigService,
  RootLifecycleService,
  RootLoggerService,
} from '@backstage/backend-plugin-api';
import { isSqlite } from './dialect';

const PLUGIN_ID = 'static-data';

/** On SQLite: names the file, `static-data-store.sqlite`, and its key in the configuration. */
const SQLITE_PLUGIN_ID = 'static-data-store';

/**
 * Opens the database of the sync store, as configured under `backend.database`. Its connections are
 * closed when the backend shuts down.
 *
 * On PostgreSQL it is the database of the plugin `static-data`. On SQLite the store has a file of
 * its own: the plugin's file is also open in Backstage's services (the scheduler and the plugin's
 * signing keys, in backend-defaults 0.18), and two connections of one process must not write to
 * the same SQLite file. One that has to wait for the other blocks the event loop, and with it the
 * transaction that it waits for.
 *
 * @public
 */
export function openStaticDataDatabase(services: {
  config: RootConfigService;
  logger: RootLoggerService;
  lifecycle: RootLifecycleService;
}): DatabaseService {
  const { config, logger, lifecycle } = services;
  const settings = config.getConfig('backend.database');
  const client =
    settings.getOptionalString(`plugin.${PLUGIN_ID}.client`) ??
    settings.getString('client');
  const pluginId = client.includes('sqlite') ? SQLITE_PLUGIN_ID : PLUGIN_ID;
  const database = DatabaseManager.fromConfig(
    withPluginSettings(settings.get<JsonObject>(), pluginId),
    { rootLogger: logger, rootLifecycle: lifecycle },
  ).forPlugin(pluginId, { logger, lifecycle });
  lifecycle.addShutdownHook(async () => {
    const knex = await database.getClient();
    // Backstage (backend-defaults 0.18) saves SQLite in memory at shutdown during development.
    if (!isSqlite(knex)) {
      await knex.destroy();
    }
  });
  return database;
}

/** What is configured for the plugin holds for its store, unless that has settings of its own. */
function withPluginSettings(database: JsonObject, pluginId: string): Config {
  const plugins = (database.plugin ?? {}) as JsonObject;
  const settings = plugins[pluginId] ?? plugins[PLUGIN_ID];
  return new ConfigReader({
    backend: {
      database: settings
        ? { ...database, plugin: { ...plugins, [pluginId]: settings } }
        : database,
    },
  });
}
