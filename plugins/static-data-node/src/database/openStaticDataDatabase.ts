import { DatabaseManager } from '@backstage/backend-defaults/database';
import {
  DatabaseService,
  RootConfigService,
  RootLifecycleService,
  RootLoggerService,
} from '@backstage/backend-plugin-api';
import { isSqlite } from './dialect';

/**
 * Opens the database of the `static-data` plugin, by Backstage's database configuration. Its
 * connections are closed when the backend ends.
 *
 * @public
 */
export function openStaticDataDatabase(services: {
  config: RootConfigService;
  logger: RootLoggerService;
  lifecycle: RootLifecycleService;
}): DatabaseService {
  const { config, logger, lifecycle } = services;
  const database = DatabaseManager.fromConfig(config, {
    rootLogger: logger,
    rootLifecycle: lifecycle,
  }).forPlugin('static-data', { logger, lifecycle });
  lifecycle.addShutdownHook(async () => {
    const knex = await database.getClient();
    // What is in SQLite in memory is saved at shutdown during development.
    if (!isSqlite(knex)) {
      await knex.destroy();
    }
  });
  return database;
}
