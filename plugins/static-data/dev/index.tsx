import { createDevApp } from '@backstage/dev-utils';
import { TestApiProvider } from '@backstage/test-utils';
import { staticDataApiRef, StaticDataApi, staticDataPlugin } from '../src';
import { StaticDataSettingsPage } from '../src/components/SettingsPage';
import {
  createFailingScenario,
  createFirstVisitScenario,
  createHealthyScenario,
  createTroubledScenario,
} from './scenarios';

function Scenario(props: { api: StaticDataApi }) {
  return (
    <TestApiProvider apis={[[staticDataApiRef, props.api]]}>
      <StaticDataSettingsPage />
    </TestApiProvider>
  );
}

const scenarios = [
  { path: '/healthy', title: 'Healthy', api: createHealthyScenario() },
  { path: '/troubled', title: 'Troubled', api: createTroubledScenario() },
  {
    path: '/first-visit',
    title: 'First visit',
    api: createFirstVisitScenario(),
  },
  { path: '/failing', title: 'Failing', api: createFailingScenario() },
];

scenarios
  .reduce(
    (app, { path, title, api }) =>
      app.addPage({ path, title, element: <Scenario api={api} /> }),
    createDevApp().registerPlugin(staticDataPlugin),
  )
  .render();
