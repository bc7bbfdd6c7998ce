import {
  createComponentExtension,
  createPlugin,
  createRoutableExtension,
} from '@backstage/core-plugin-api';
import { staticDataApiFactory } from './api/StaticDataClient';
import {
  entitySyncHistoryRouteRef,
  externalRoutes,
  rootRouteRef,
  routes,
} from './routes';

/**
 * The plugin, for apps of the classic frontend system.
 *
 * @public
 */
export const staticDataPlugin = createPlugin({
  id: 'static-data',
  routes,
  externalRoutes,
  apis: [staticDataApiFactory],
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

/**
 * A card for the page of an entity: which sync changed it last, when, from which commit, file and
 * line, and which syncs did before.
 *
 * @public
 */
export const EntitySyncHistoryCard = staticDataPlugin.provide(
  createComponentExtension({
    name: 'EntitySyncHistoryCard',
    component: {
      lazy: () =>
        import('./components/EntitySyncHistory').then(
          m => m.EntitySyncHistoryCard,
        ),
    },
  }),
);

/**
 * A tab for the page of an entity: everything that syncs did with it, field by field.
 *
 * @public
 */
export const EntitySyncHistoryContent = staticDataPlugin.provide(
  createRoutableExtension({
    name: 'EntitySyncHistoryContent',
    component: () =>
      import('./components/EntitySyncHistory').then(
        m => m.EntitySyncHistoryContent,
      ),
    mountPoint: entitySyncHistoryRouteRef,
  }),
);

/**
 * A card for the page of a group: what is wrong with what it owns, what was new and what was fixed, and how fresh
 * that is.
 *
 * @public
 */
export const EntityScorecardCard = staticDataPlugin.provide(
  createComponentExtension({
    name: 'EntityScorecardCard',
    component: {
      lazy: () =>
        import('./components/EntityScorecard').then(m => m.EntityScorecardCard),
    },
  }),
);

/**
 * A card for home pages: whether the catalog can be trusted, and the last sync.
 *
 * @public
 */
export const StaticDataHomeCard = staticDataPlugin.provide(
  createComponentExtension({
    name: 'StaticDataHomeCard',
    component: {
      lazy: () => import('./components/HomeCard').then(m => m.HomeCard),
    },
  }),
);
