import { ApiBlueprint } from '@backstage/frontend-plugin-api';
import {
  createExtensionTester,
  renderTestApp,
} from '@backstage/frontend-test-utils';
import { EntityCardBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { HomePageWidgetBlueprint } from '@backstage/plugin-home-react/alpha';
import { screen, within } from '@testing-library/react';
import { createSource, createSync, FakeStaticDataApi } from './__testUtils__';
import staticDataPlugin from './alpha';
import { staticDataApiRef } from './api/StaticDataApi';
import { staticDataTranslationRef } from './translation';

function renderApp(path: string) {
  renderTestApp({
    features: [staticDataPlugin],
    apis: [[staticDataApiRef, new FakeStaticDataApi()]],
    initialRouteEntries: [path],
  });
}

describe('the plugin for the new frontend system', () => {
  it('serves the page below its path, with the header of the app alone', async () => {
    renderApp('/static-data-settings');

    expect(await screen.findByText('Health Status')).toBeVisible();
    expect(
      screen.getAllByRole('heading', { level: 1 }).map(h => h.textContent),
    ).toEqual(['Data Sync']);
    expect(
      await screen.findByRole('link', { name: 'Compare syncs' }),
    ).toHaveAttribute('href', '/static-data-settings/compare');
  });

  it.each([
    [`/static-data-settings/syncs/${createSync().id}`, 'Applied', 'Sync #118'],
    ['/static-data-settings/syncs/unknown', 'There is no such sync', 'Sync'],
    ['/static-data-settings/compare', 'Choose the two syncs', 'Compare syncs'],
  ])('serves %s, named in the breadcrumbs', async (path, text, name) => {
    renderApp(path);

    expect(await screen.findByText(new RegExp(text))).toBeVisible();
    const breadcrumbs = screen.getByRole('list', { name: /breadcrumb/i });
    expect(
      within(breadcrumbs).getByRole('link', { name: 'Data Sync' }),
    ).toHaveAttribute('href', '/static-data-settings');
    expect(breadcrumbs).toHaveTextContent(name);
  });

  it('names the source between the page and the sync in the breadcrumbs, where there are several', async () => {
    const api = new FakeStaticDataApi();
    api.sources = [createSource(), createSource({ id: 'payments' })];
    renderTestApp({
      features: [staticDataPlugin],
      apis: [[staticDataApiRef, api]],
      initialRouteEntries: [`/static-data-settings/syncs/${createSync().id}`],
    });
    await screen.findByText(/Applied/);

    const breadcrumbs = screen.getByRole('list', { name: /breadcrumb/i });
    expect(
      await within(breadcrumbs).findByRole('link', { name: 'default' }),
    ).toHaveAttribute('href', '/static-data-settings/sources/default');
    expect(breadcrumbs).toHaveTextContent(/Data Sync.*default.*Sync #118/);
  });

  it('offers the sync history to the pages of the kinds that are synchronised', () => {
    for (const id of [
      'entity-card:static-data/sync-history',
      'entity-content:static-data/sync-history',
    ]) {
      const extension = createExtensionTester(
        staticDataPlugin.getExtension(
          id as 'entity-card:static-data/sync-history',
        ),
      );
      const filter = extension.get(EntityCardBlueprint.dataRefs.filterFunction);
      const isFor = (kind: string) =>
        filter?.({ apiVersion: 'v1', kind, metadata: { name: 'a' } });

      expect(isFor('Component')).toBe(true);
      expect(isFor('API')).toBe(true);
      expect(isFor('Group')).toBe(true);
      expect(isFor('System')).toBe(true);
      expect(isFor('Domain')).toBe(true);
      expect(isFor('Resource')).toBe(true);
      expect(isFor('User')).toBe(false);
    }
  });

  it('offers a scorecard to the pages of groups', () => {
    const extension = createExtensionTester(
      staticDataPlugin.getExtension('entity-card:static-data/scorecard'),
    );
    const filter = extension.get(EntityCardBlueprint.dataRefs.filterFunction);
    const isFor = (kind: string) =>
      filter?.({ apiVersion: 'v1', kind, metadata: { name: 'a' } });
    expect(isFor('Group')).toBe(true);
    expect(isFor('Component')).toBe(false);
  });

  it('offers a card to home pages', () => {
    const widget = createExtensionTester(
      staticDataPlugin.getExtension('home-page-widget:static-data'),
    );

    expect(widget.get(HomePageWidgetBlueprint.dataRefs.widget)).toMatchObject({
      name: 'StaticDataHomeCard',
      title: 'Data Sync',
    });
  });

  it('stands in the navigation', async () => {
    renderApp('/');

    const navigation = await screen.findByRole('navigation');
    expect(
      await within(navigation).findByRole('link', { name: /Data Sync/ }),
    ).toHaveAttribute('href', '/static-data-settings');
  });

  it('provides its API and its texts', () => {
    const api = createExtensionTester(
      staticDataPlugin.getExtension('api:static-data'),
    );

    expect(api.get(ApiBlueprint.dataRefs.factory).api.id).toBe(
      staticDataApiRef.id,
    );
    expect(staticDataTranslationRef.id).toBe('plugin.static-data');
  });
});
