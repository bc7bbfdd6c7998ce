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
import { staticDataApiRef } from '../api/StaticDataApi';
import { rootRouteRef } from '../routes';
import { FakeStaticDataApi } from './FakeStaticDataApi';

/**
 * Renders an element in an app of the classic frontend system.
 */
export async function renderWithApi(
  element: ReactElement,
  api: FakeStaticDataApi = new FakeStaticDataApi(),
  options: {
    /** Where the reader is, for what is rendered by routes. */
    path?: string;
    /** Whether the reader may do everything, or nothing but read. */
    allowed?: boolean;
  } = {},
): Promise<RenderResult> {
  const { path = '/', allowed = true } = options;
  const permissionApi = allowed
    ? mockApis.permission()
    : mockApis.permission.mock({
        authorize: jest.fn().mockResolvedValue({ result: 'DENY' }),
      });
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
    routeEntries: [path],
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
