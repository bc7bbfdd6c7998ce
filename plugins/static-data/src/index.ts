/**
 * The page "Data Sync": health, configuration, statistics and history of the
 * catalog synchronisation.
 *
 * @packageDocumentation
 */

export * from './api/StaticDataApi';
export { StaticDataClient } from './api/StaticDataClient';
export * from './plugin';
export {
  compareRouteRef,
  entitySyncHistoryRouteRef,
  rootRouteRef,
  sourceRouteRef,
  stateRouteRef,
  syncRouteRef,
} from './routes';
export { staticDataTranslationRef } from './translation';
