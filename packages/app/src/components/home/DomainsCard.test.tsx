import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { renderInTestApp, TestApiProvider } from '@backstage/test-utils';
import { screen } from '@testing-library/react';
import { DomainsCard } from './DomainsCard';

const NONE = /There are none yet/;

function renderWith(catalogApi: typeof catalogApiRef.T) {
  return renderInTestApp(
    <TestApiProvider apis={[[catalogApiRef, catalogApi]]}>
      <DomainsCard />
    </TestApiProvider>,
  );
}

describe('DomainsCard', () => {
  it('says that there are no domains before the first sync', async () => {
    await renderWith(catalogApiMock());
    expect(await screen.findByText(NONE)).toBeVisible();
  });

  it('says that they cannot be loaded, and not that there are none', async () => {
    await renderWith(
      catalogApiMock.mock({
        getEntities: jest.fn().mockRejectedValue(new Error('Nobody answers')),
      }),
    );
    expect(await screen.findByRole('alert')).toHaveTextContent(
      /could not be loaded/,
    );
    expect(screen.queryByText(NONE)).not.toBeInTheDocument();
  });
});
