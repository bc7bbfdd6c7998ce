import {
  ApiBlueprint,
  createFrontendPlugin,
  discoveryApiRef,
  fetchApiRef,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import SyncIcon from '@material-ui/icons/Sync';
import { staticDataApiRef, StaticDataClient } from './api';
import { compareRouteRef, rootRouteRef, syncRouteRef } from './routes';

const settingsPage = PageBlueprint.make({
  params: {
    path: '/static-data-settings',
    title: 'Data Sync',
    icon: <SyncIcon fontSize="inherit" />,
    routeRef: rootRouteRef,
    loader: () =>
      import('./components/StaticDataRouter').then(m => (
        <m.StaticDataBodyRouter />
      )),
  },
});

const staticDataApi = ApiBlueprint.make({
  params: defineParams =>
    defineParams({
      api: staticDataApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: deps => new StaticDataClient(deps),
    }),
});

/**
 * The plugin, for apps of the new frontend system.
 *
 * @alpha
 */
export default createFrontendPlugin({
  pluginId: 'static-data',
  title: 'Data Sync',
  icon: <SyncIcon fontSize="inherit" />,
  info: { packageJson: () => import('../package.json') },
  routes: {
    root: rootRouteRef,
    sync: syncRouteRef,
    compare: compareRouteRef,
  },
  extensions: [settingsPage, staticDataApi],
});

export { staticDataTranslationRef } from './translation';
