import {
  EntityProvider,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import {
  mockApis,
  renderInTestApp,
  TestApiProvider,
} from '@backstage/test-utils';
import { screen } from '@testing-library/react';
import { Route, Routes } from 'react-router-dom';
import {
  createChange,
  createEntityHistoryEntry,
  createScorecard,
  FakeStaticDataApi,
} from './__testUtils__';
import {
  EntityScorecardCard,
  EntitySyncHistoryCard,
  entitySyncHistoryRouteRef,
  rootRouteRef,
  staticDataApiRef,
  StaticDataHomeCard,
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
          <Route path="/*" element={<StaticDataSettingsPage />} />
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

  it.each([
    ['/static-data-settings/syncs/unknown', 'Sync', 'There is no such sync'],
    ['/static-data-settings/compare', 'Compare syncs', 'Choose the two syncs'],
  ])('provides the page %s, title and all', async (path, title, text) => {
    await renderInTestApp(
      <TestApiProvider
        apis={[
          [staticDataApiRef, new FakeStaticDataApi()],
          [permissionApiRef, mockApis.permission()],
        ]}
      >
        <Routes>
          <Route
            path="/static-data-settings/*"
            element={<StaticDataSettingsPage />}
          />
        </Routes>
      </TestApiProvider>,
      {
        routeEntries: [path],
        mountedRoutes: { '/static-data-settings': rootRouteRef },
      },
    );

    expect(
      await screen.findByRole('heading', { level: 1, name: title }),
    ).toBeVisible();
    expect(await screen.findByText(new RegExp(text))).toBeVisible();
    expect(screen.getByRole('link', { name: 'Data Sync' })).toHaveAttribute(
      'href',
      '/static-data-settings',
    );
    expect(screen.getByRole('link', { name: 'Compare syncs' })).toHaveAttribute(
      'href',
      expect.stringMatching(/\/compare$/),
    );
  });

  it.each(['foo/bar', 'syncs', 'sources', 'compare/more'])(
    'leaves the address %s to the page of the app for what is not found',
    async path => {
      await renderInTestApp(
        <TestApiProvider apis={[[staticDataApiRef, new FakeStaticDataApi()]]}>
          <Routes>
            <Route
              path="/static-data-settings/*"
              element={<StaticDataSettingsPage />}
            />
          </Routes>
        </TestApiProvider>,
        {
          routeEntries: [`/static-data-settings/${path}`],
          mountedRoutes: { '/static-data-settings': rootRouteRef },
          components: { NotFoundErrorPage: () => <p>Not found</p> },
        },
      );

      expect(await screen.findByText('Not found')).toBeVisible();
    },
  );

  it('provides a card for home pages', async () => {
    await renderInTestApp(
      <TestApiProvider apis={[[staticDataApiRef, new FakeStaticDataApi()]]}>
        <StaticDataHomeCard />
      </TestApiProvider>,
      { mountedRoutes: { '/static-data-settings': rootRouteRef } },
    );

    expect(await screen.findByText('Healthy')).toBeVisible();
  });

  it('provides a scorecard for the pages of groups', async () => {
    const api = new FakeStaticDataApi();
    api.scorecards = [createScorecard()];
    const entity = {
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Group',
      metadata: { name: 'payments-squad' },
    };
    await renderInTestApp(
      <TestApiProvider apis={[[staticDataApiRef, api]]}>
        <EntityProvider entity={entity}>
          <EntityScorecardCard />
        </EntityProvider>
      </TestApiProvider>,
      {
        mountedRoutes: {
          '/static-data-settings': rootRouteRef,
          '/catalog/:namespace/:kind/:name': entityRouteRef,
        },
      },
    );
    expect(await screen.findByText('New in 8 weeks')).toBeVisible();
  });

  it('provides a card for the pages of entities, with a way to the whole history where there is one', async () => {
    const api = new FakeStaticDataApi();
    api.entityHistory = [createEntityHistoryEntry(createChange())];
    const entity = {
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Component',
      metadata: { name: 'checkout' },
    };
    await renderInTestApp(
      <TestApiProvider apis={[[staticDataApiRef, api]]}>
        <EntityProvider entity={entity}>
          <EntitySyncHistoryCard />
        </EntityProvider>
      </TestApiProvider>,
      {
        mountedRoutes: {
          '/static-data-settings': rootRouteRef,
          '/history': entitySyncHistoryRouteRef,
        },
      },
    );

    expect(await screen.findByText('Last change')).toBeVisible();
    expect(staticDataPlugin.routes.entitySyncHistory).toBe(
      entitySyncHistoryRouteRef,
    );
    expect(staticDataPlugin.externalRoutes.entitySyncHistory.optional).toBe(
      true,
    );
  });
});
