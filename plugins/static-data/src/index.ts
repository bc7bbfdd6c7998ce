/**
 * The page "Data Sync": health, configuration, statistics and history of the
 * catalog synchronisation.
 *
 * @packageDocumentation
 */

export * from './api';
export { staticDataPlugin, StaticDataSettingsPage } from './plugin';
export { compareRouteRef, rootRouteRef, syncRouteRef } from './routes';
export { staticDataTranslationRef } from './translation';
