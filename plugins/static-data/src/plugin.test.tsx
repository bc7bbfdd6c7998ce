import { permissionApiRef } from '@backstage/plugin-permission-react';
import {
  mockApis,
  renderInTestApp,
  TestApiProvider,
} from '@backstage/test-utils';
import { screen } from '@testing-library/react';
import { Route, Routes } from 'react-router-dom';
import { FakeStaticDataApi } from './__testUtils__';
import {
  rootRouteRef,
  staticDataApiRef,
  staticDataPlugin,
  StaticDataSettingsPage,
} from './index';

describe('staticDataPlugin', () => {
  it('provides its API and its route', () => {
    expect(staticDataPlugin.getId()).toBe('static-data');
    expect([...staticDataPlugin.getApis()].map(({ api }) => api.id)).toEqual([
      staticDataApiRef.id,
    ]);
    expect(staticDataPlugin.routes.root).toBe(rootRouteRef);
  });

  it('provides the page, title and all', async () => {
    await renderInTestApp(
      <TestApiProvider
        apis={[
          [staticDataApiRef, new FakeStaticDataApi()],
          [permissionApiRef, mockApis.permission()],
        ]}
      >
        <Routes>
          <Route path="/" element={<StaticDataSettingsPage />} />
        </Routes>
      </TestApiProvider>,
    );

    expect(
      await screen.findByRole('heading', {
        level: 1,
        name: 'Static Data Catalog Sync',
      }),
    ).toBeVisible();
    expect(await screen.findByText('Health Status')).toBeVisible();
  });
});
