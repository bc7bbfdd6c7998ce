import {
  ApiBlueprint,
  createFrontendPlugin,
  PageBlueprint,
  PluginHeaderActionBlueprint,
} from '@backstage/frontend-plugin-api';
import {
  EntityCardBlueprint,
  EntityContentBlueprint,
} from '@backstage/plugin-catalog-react/alpha';
import { HomePageWidgetBlueprint } from '@backstage/plugin-home-react/alpha';
import SyncIcon from '@material-ui/icons/Sync';
import { staticDataApiFactory } from './api/StaticDataClient';
import {
  entitySyncHistoryRouteRef,
  externalRoutes,
  rootRouteRef,
  routes,
} from './routes';

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

const compareAction = PluginHeaderActionBlueprint.make({
  name: 'compare',
  params: {
    loader: () =>
      import('./components/ComparePage/CompareLink').then(m => (
        <m.CompareLink />
      )),
  },
});

/** The default filter; the configuration of the extension can replace it. */
const ENTITY_FILTER = {
  kind: { $in: ['component', 'api', 'group', 'system', 'domain', 'resource'] },
};

const entitySyncHistoryCard = EntityCardBlueprint.make({
  name: 'sync-history',
  params: {
    filter: ENTITY_FILTER,
    loader: () =>
      import('./components/EntitySyncHistory').then(m => (
        <m.EntitySyncHistoryCard />
      )),
  },
});

const entitySyncHistoryContent = EntityContentBlueprint.make({
  name: 'sync-history',
  params: {
    path: '/sync-history',
    title: 'Sync history',
    filter: ENTITY_FILTER,
    routeRef: entitySyncHistoryRouteRef,
    loader: () =>
      import('./components/EntitySyncHistory').then(m => (
        <m.EntitySyncHistoryContent />
      )),
  },
});

const entityScorecardCard = EntityCardBlueprint.make({
  name: 'scorecard',
  params: {
    filter: { kind: 'group' },
    loader: () =>
      import('./components/EntityScorecard').then(m => (
        <m.EntityScorecardCard />
      )),
  },
});

const homePageWidget = HomePageWidgetBlueprint.make({
  params: {
    name: 'StaticDataHomeCard',
    title: 'Data Sync',
    description: 'Whether the catalog can be trusted, and the last sync',
    components: () =>
      import('./components/HomeCard').then(m => ({
        Content: m.HomeCardContent,
      })),
  },
});

const staticDataApi = ApiBlueprint.make({
  params: defineParams => defineParams(staticDataApiFactory),
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
  routes,
  externalRoutes,
  extensions: [
    settingsPage,
    compareAction,
    entitySyncHistoryCard,
    entitySyncHistoryContent,
    entityScorecardCard,
    homePageWidget,
    staticDataApi,
  ],
});

export { staticDataTranslationRef } from './translation';
