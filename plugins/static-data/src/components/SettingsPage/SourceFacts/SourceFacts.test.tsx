import { screen } from '@testing-library/react';
import { axe, toHaveNoViolations } from 'jest-axe';
import { COMMIT, createSettings, createSync } from '../../../__testUtils__';
import { renderWithApi } from '../../../__testUtils__/renderWithApi';
import { SourceFacts } from './SourceFacts';

expect.extend(toHaveNoViolations);

const { configuration } = createSettings();

describe('SourceFacts', () => {
  it('leads to repository, branch and commit', async () => {
    const { container } = await renderWithApi(
      <SourceFacts configuration={configuration} shownSync={createSync()} />,
    );

    const links = screen
      .getAllByRole('link')
      .map(link => link.getAttribute('href'));
    expect(links).toEqual([
      'https://github.com/acme/architecture',
      'https://github.com/acme/architecture/tree/main',
      `https://github.com/acme/architecture/commit/${COMMIT}`,
    ]);
    expect(await axe(container)).toHaveNoViolations();
  });

  it('names a directory, which has no branch', async () => {
    await renderWithApi(
      <SourceFacts
        configuration={{
          ...configuration,
          repository: './examples',
          branch: '-',
          url: undefined,
        }}
      />,
    );

    expect(screen.getByText('./examples')).toBeVisible();
    expect(screen.queryByText('Branch')).not.toBeInTheDocument();
    expect(screen.queryByRole('link')).not.toBeInTheDocument();
    expect(screen.getByText('Revision shown').nextSibling).toHaveTextContent(
      'None yet',
    );
  });
});
