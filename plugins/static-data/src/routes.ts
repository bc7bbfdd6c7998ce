import {
  createExternalRouteRef,
  createRouteRef,
  createSubRouteRef,
} from '@backstage/core-plugin-api';

/**
 * Route of the page "Data Sync".
 *
 * @public
 */
export const rootRouteRef = createRouteRef({ id: 'static-data' });

/**
 * Route of the dashboard of one source, where there are several; takes its id as `sourceId`.
 *
 * @public
 */
export const sourceRouteRef = createSubRouteRef({
  id: 'static-data.source',
  parent: rootRouteRef,
  path: '/sources/:sourceId',
});

/**
 * Route of the page with what the catalog had from a source; takes its id as `sourceId`. The query parameter `at`
 * names the number of a sync, or a time in ISO 8601; without it, the page shows the latest state.
 *
 * @public
 */
export const stateRouteRef = createSubRouteRef({
  id: 'static-data.state',
  parent: rootRouteRef,
  path: '/sources/:sourceId/state',
});

/**
 * Route of the page of one sync; takes its id as `syncId`.
 *
 * @public
 */
export const syncRouteRef = createSubRouteRef({
  id: 'static-data.sync',
  parent: rootRouteRef,
  path: '/syncs/:syncId',
});

/**
 * Route of the page that compares two syncs, which its query parameters `from` and `to` name by
 * their ids.
 *
 * @public
 */
export const compareRouteRef = createSubRouteRef({
  id: 'static-data.compare',
  parent: rootRouteRef,
  path: '/compare',
});

/**
 * Route of the sync history on the page of an entity.
 *
 * @public
 */
export const entitySyncHistoryRouteRef = createRouteRef({
  id: 'static-data.entity-sync-history',
});

/**
 * The entity page's sync history, which the card links to; unbound in an app that has not
 * installed it.
 */
export const entitySyncHistoryExternalRouteRef = createExternalRouteRef({
  id: 'static-data.entity-sync-history',
  optional: true,
  defaultTarget: 'static-data.entitySyncHistory',
});

/** The routes of the plugin, in either frontend system. */
export const routes = {
  root: rootRouteRef,
  source: sourceRouteRef,
  state: stateRouteRef,
  sync: syncRouteRef,
  compare: compareRouteRef,
  entitySyncHistory: entitySyncHistoryRouteRef,
};
export const externalRoutes = {
  entitySyncHistory: entitySyncHistoryExternalRouteRef,
};
