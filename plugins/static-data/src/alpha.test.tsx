import { renderTestApp } from '@backstage/frontend-test-utils';
import { screen, within } from '@testing-library/react';
import { FakeStaticDataApi } from './__fixtures__';
import staticDataPlugin, { staticDataTranslationRef } from './alpha';
import { staticDataApiRef } from './api';

describe('the plugin for the new frontend system', () => {
  it('serves the page below its path, with one header', async () => {
    renderTestApp({
      features: [staticDataPlugin],
      apis: [[staticDataApiRef, new FakeStaticDataApi()]],
      initialRouteEntries: ['/static-data-settings'],
    });

    const main = await screen.findByText('Health Status');
    expect(main).toBeVisible();
    expect(await screen.findByText('1-1 of 1')).toBeVisible();
    expect(
      screen.queryByText('Static Data Catalog Sync'),
    ).not.toBeInTheDocument();
  });

  it('stands in the navigation', async () => {
    renderTestApp({
      features: [staticDataPlugin],
      apis: [[staticDataApiRef, new FakeStaticDataApi()]],
    });

    const navigation = await screen.findByRole('navigation');
    expect(
      await within(navigation).findByRole('link', { name: /Data Sync/ }),
    ).toHaveAttribute('href', '/static-data-settings');
  });

  it('provides its extensions and texts', () => {
    expect(String(staticDataPlugin.getExtension('page:static-data'))).toContain(
      'page:static-data',
    );
    expect(staticDataPlugin.getExtension('api:static-data')).toBeDefined();
    expect(staticDataTranslationRef.id).toBe('plugin.static-data');
  });
});
