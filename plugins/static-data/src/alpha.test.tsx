import { ApiBlueprint } from '@backstage/frontend-plugin-api';
import {
  createExtensionTester,
  renderTestApp,
} from '@backstage/frontend-test-utils';
import { screen, within } from '@testing-library/react';
import { FakeStaticDataApi } from './__testUtils__';
import staticDataPlugin, { staticDataTranslationRef } from './alpha';
import { staticDataApiRef } from './api';

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
