import { PullRequest } from '@internal/plugin-static-data-common';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { createPullRequest } from '../../__testUtils__';
import { runAxe } from '../../__testUtils__/runAxe';
import { renderWithApi } from '../../__testUtils__/renderWithApi';
import { PullRequestsCard } from './PullRequestsCard';

const configuration = { repository: 'acme/architecture', branch: 'main' };

async function renderCard(
  pullRequests: PullRequest[],
  hostType?: 'github' | 'gitlab',
) {
  return renderWithApi(
    <PullRequestsCard
      list={{ pullRequests }}
      configuration={{ ...configuration, hostType }}
    />,
  );
}

describe('PullRequestsCard', () => {
  it('says of each pull request what it would change, and what came of its check', async () => {
    const { container } = await renderCard([createPullRequest()]);
    expect(
      screen.getByText(/since checks were switched on/),
    ).toBeInTheDocument();
    const row = screen.getByRole('row', { name: /Add the wish list/ });
    expect(
      within(row).getByRole('link', { name: /#12 Add the wish list/ }),
    ).toHaveAttribute('href', 'https://github.com/acme/architecture/pull/12');
    expect(row).toHaveTextContent('octocat');
    expect(row).toHaveTextContent('Passed');
    expect(row).toHaveTextContent('2 added, 1 updated, 0 removed');
    expect(
      within(row).getByRole('link', { name: 'Preview of #12' }),
    ).toHaveAttribute('href', '/static-data-settings/syncs/preview');
    expect(await runAxe(container)).toHaveNoViolations();
  });

  it('says why a check could not be made, and what would be held', async () => {
    await renderCard(
      [
        createPullRequest({
          verdict: 'error',
          problem: 'github.com does not answer',
          changes: { added: 0, updated: 0, removed: 0, held: 7 },
        }),
      ],
      'gitlab',
    );
    const row = screen.getByRole('row', { name: /!12 Add the wish list/ });
    expect(row).toHaveTextContent('Could not be checked');
    expect(row).toHaveTextContent('github.com does not answer');
    expect(row).toHaveTextContent('7 held back');
  });

  it('has no preview of what was not checked yet', async () => {
    await renderCard([
      createPullRequest({
        verdict: 'pending',
        syncId: undefined,
        changes: undefined,
      }),
    ]);
    expect(screen.getByText('Not checked yet')).toBeInTheDocument();
    expect(
      screen.queryByRole('link', { name: /Preview/ }),
    ).not.toBeInTheDocument();
  });

  it('shows the first of many, and all on demand', async () => {
    await renderCard(
      Array.from({ length: 200 }, (_, index) =>
        createPullRequest({ number: index + 1 }),
      ),
    );
    expect(screen.getAllByRole('row')).toHaveLength(11);
    await userEvent.click(screen.getByRole('button', { name: /200/ }));
    expect(screen.getAllByRole('row')).toHaveLength(201);
  });

  it('is not there without any', async () => {
    await renderCard([]);
    expect(screen.queryByRole('region')).not.toBeInTheDocument();
  });
});
