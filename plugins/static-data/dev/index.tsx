import { createDevApp } from '@backstage/dev-utils';
import { CatalogEntityPage } from '@backstage/plugin-catalog';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import { mockApis, TestApiProvider } from '@backstage/test-utils';
import { ReactNode } from 'react';
import { Navigate } from 'react-router-dom';
import {
  staticDataApiRef,
  staticDataPlugin,
  StaticDataSettingsPage,
} from '../src';
import {
  createFailingScenario,
  createFirstVisitScenario,
  createHealthyScenario,
  createHugeScenario,
  createSeveralSourcesScenario,
  createSteeredScenario,
  createTroubledScenario,
} from './scenarios';

const PAGE_PATH = '/static-data-settings';
const CHOSEN = 'static-data-scenario';

const scenarios = {
  healthy: { title: 'Healthy', api: createHealthyScenario() },
  troubled: { title: 'Troubled', api: createTroubledScenario() },
  steered: { title: 'Steered', api: createSteeredScenario() },
  huge: { title: 'Huge', api: createHugeScenario() },
  several: {
    title: 'Several sources',
    api: createSeveralSourcesScenario(),
  },
  'first-visit': { title: 'First visit', api: createFirstVisitScenario() },
  failing: { title: 'Failing', api: createFailingScenario() },
};

/** Shows the page in a scenario, and all pages that it leads to. */
function Scenario(props: { name: keyof typeof scenarios }) {
  sessionStorage.setItem(CHOSEN, props.name);
  return <Navigate to={PAGE_PATH} />;
}

/** The backend of the scenario that was chosen last. */
function ScenarioApi(props: { children: ReactNode }) {
  const chosen = sessionStorage.getItem(CHOSEN) as keyof typeof scenarios;
  const { api } = scenarios[chosen] ?? scenarios.healthy;
  return (
    <TestApiProvider
      apis={[
        [staticDataApiRef, api],
        // there is no backend that could allow anything
        [permissionApiRef, mockApis.permission()],
      ]}
    >
      {props.children}
    </TestApiProvider>
  );
}

const names = Object.keys(scenarios) as Array<keyof typeof scenarios>;

names
  .reduce(
    (app, name) =>
      app.addPage({
        path: `/${name}`,
        title: scenarios[name].title,
        element: <Scenario name={name} />,
      }),
    createDevApp()
      .registerPlugin(staticDataPlugin)
      .addPage({
        path: PAGE_PATH,
        element: (
          <ScenarioApi>
            <StaticDataSettingsPage />
          </ScenarioApi>
        ),
      })
      // where links to entities lead
      .addPage({
        path: '/catalog/:namespace/:kind/:name',
        element: <CatalogEntityPage />,
      }),
  )
  .render();
