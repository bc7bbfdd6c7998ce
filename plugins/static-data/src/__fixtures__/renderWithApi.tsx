import { renderInTestApp, TestApiProvider } from '@backstage/test-utils';
import { ReactElement } from 'react';
import { staticDataApiRef } from '../api';
import { FakeStaticDataApi } from './FakeStaticDataApi';

/** Renders an element in an app of the classic frontend system. */
export async function renderWithApi(
  element: ReactElement,
  api: FakeStaticDataApi = new FakeStaticDataApi(),
) {
  const view = await renderInTestApp(
    <TestApiProvider apis={[[staticDataApiRef, api]]}>
      {element}
    </TestApiProvider>,
  );
  return { ...view, api };
}
