/**
 * The page "Data Sync": health, configuration, statistics and history of the
 * catalog synchronisation.
 *
 * @packageDocumentation
 */

export * from './api/StaticDataApi';
export * from './api/StaticDataClient';
export {
  EntitySyncHistoryCard,
  EntitySyncHistoryContent,
  StaticDataHomeCard,
  staticDataPlugin,
  StaticDataSettingsPage,
} from './plugin';
export {
  compareRouteRef,
  entitySyncHistoryRouteRef,
  rootRouteRef,
  syncRouteRef,
} from './routes';
export { staticDataTranslationRef } from './translation';
