import {
  createApiFactory,
  createPlugin,
  createRoutableExtension,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/core-plugin-api';
import { staticDataApiRef, StaticDataClient } from './api';
import { compareRouteRef, rootRouteRef, syncRouteRef } from './routes';

/**
 * The plugin, for apps of the classic frontend system.
 *
 * @public
 */
export const staticDataPlugin = createPlugin({
  id: 'static-data',
  routes: {
    root: rootRouteRef,
    sync: syncRouteRef,
    compare: compareRouteRef,
  },
  apis: [
    createApiFactory({
      api: staticDataApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: deps => new StaticDataClient(deps),
    }),
  ],
});

/**
 * The page "Data Sync" and the pages of syncs below it, for apps of the classic frontend
 * system.
 *
 * @public
 */
export const StaticDataSettingsPage = staticDataPlugin.provide(
  createRoutableExtension({
    name: 'StaticDataSettingsPage',
    component: () =>
      import('./components/StaticDataRouter').then(m => m.StaticDataRouter),
    mountPoint: rootRouteRef,
  }),
);
