import { catalogApiRef, entityRouteRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import {
  mockApis,
  renderInTestApp,
  TestApiProvider,
} from '@backstage/test-utils';
import { RenderResult } from '@testing-library/react';
import { ReactElement, ReactNode } from 'react';
import { staticDataApiRef } from '../api';
import { rootRouteRef } from '../routes';
import { FakeStaticDataApi } from './FakeStaticDataApi';

/**
 * Renders an element in an app of the classic frontend system, for a reader who
 * is allowed everything.
 */
export async function renderWithApi(
  element: ReactElement,
  api: FakeStaticDataApi = new FakeStaticDataApi(),
): Promise<RenderResult> {
  const permissionApi = mockApis.permission();
  const catalogApi = catalogApiMock();
  const withApis = (child: ReactNode) => (
    <TestApiProvider
      apis={[
        [staticDataApiRef, api],
        [permissionApiRef, permissionApi],
        [catalogApiRef, catalogApi],
      ]}
    >
      {child}
    </TestApiProvider>
  );
  const view = await renderInTestApp(withApis(element), {
    mountedRoutes: {
      '/static-data-settings': rootRouteRef,
      '/catalog/:namespace/:kind/:name': entityRouteRef,
    },
  });
  return {
    ...view,
    rerender: (newElement: ReactNode) => view.rerender(withApis(newElement)),
  };
}
