import { renderInTestApp, TestApiProvider } from '@backstage/test-utils';
import { screen } from '@testing-library/react';
import { FakeStaticDataApi } from './__fixtures__';
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
      <TestApiProvider apis={[[staticDataApiRef, new FakeStaticDataApi()]]}>
        <StaticDataSettingsPage />
      </TestApiProvider>,
      { mountedRoutes: { '/static-data-settings': rootRouteRef } },
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
