import { Entity } from '@backstage/catalog-model';
import { createDevApp } from '@backstage/frontend-dev-utils';
import {
  ApiBlueprint,
  createFrontendModule,
} from '@backstage/frontend-plugin-api';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import { mockApis } from '@backstage/test-utils';
import { staticDataApiRef } from '../../src';
import staticDataPlugin from '../../src/alpha';
import {
  createHealthyScenario,
  createSeveralSourcesScenario,
} from '../scenarios';

/** An entity whose page has the card and the tab. */
const COMPONENT: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { namespace: 'default', name: 'payment-gateway' },
  spec: { type: 'service', lifecycle: 'production', owner: 'payments-squad' },
};

/** A squad whose page has the scorecard. */
const SQUAD: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Group',
  metadata: { namespace: 'default', name: 'payments-squad' },
  spec: { type: 'team', children: [] },
};

/** `?several` in the first address shows several sources. */
const createScenario = new URLSearchParams(window.location.search).has(
  'several',
)
  ? createSeveralSourcesScenario
  : createHealthyScenario;

const staticDataApi = ApiBlueprint.make({
  params: defineParams =>
    defineParams({
      api: staticDataApiRef,
      deps: {},
      factory: () => createScenario(),
    }),
});

const catalogApi = ApiBlueprint.make({
  params: defineParams =>
    defineParams({
      api: catalogApiRef,
      deps: {},
      factory: () => catalogApiMock({ entities: [COMPONENT, SQUAD] }),
    }),
});

/** There is no backend that could allow anything. */
const permissionApi = ApiBlueprint.make({
  name: 'permission',
  params: defineParams =>
    defineParams({
      api: permissionApiRef,
      deps: {},
      factory: () => mockApis.permission(),
    }),
});

createDevApp({
  features: [
    catalogPlugin,
    staticDataPlugin,
    createFrontendModule({ pluginId: 'app', extensions: [permissionApi] }),
    createFrontendModule({ pluginId: 'catalog', extensions: [catalogApi] }),
    createFrontendModule({
      pluginId: 'static-data',
      extensions: [staticDataApi],
    }),
  ],
});
