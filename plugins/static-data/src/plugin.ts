import {
  createApiFactory,
  createPlugin,
  createRoutableExtension,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/core-plugin-api';
import { staticDataApiRef, StaticDataClient } from './api';
import { rootRouteRef } from './routes';

/**
 * The plugin, for apps of the classic frontend system.
 *
 * @public
 */
export const staticDataPlugin = createPlugin({
  id: 'static-data',
  routes: {
    root: rootRouteRef,
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
 * The page "Data Sync", for apps of the classic frontend system.
 *
 * @public
 */
export const StaticDataSettingsPage = staticDataPlugin.provide(
  createRoutableExtension({
    name: 'StaticDataSettingsPage',
    component: () =>
      import('./components/SettingsPage').then(m => m.StaticDataSettingsPage),
    mountPoint: rootRouteRef,
  }),
);
