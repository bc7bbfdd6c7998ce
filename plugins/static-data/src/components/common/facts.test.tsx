import { screen } from '@testing-library/react';
import { renderWithApi } from '../../__testUtils__/renderWithApi';
import { SyncOriginFacts } from './facts';

describe('SyncOriginFacts', () => {
  it('says who pushed which commit to which repository', async () => {
    const pushes = ['cart', 'pay', 'search', 'till', 'web'].map(name => ({
      repository: `acme/${name}`,
      commit: '6dcb09b5b57875f334f61aebed695e2e4193db5e',
      pushedBy: 'github:octocat',
    }));
    await renderWithApi(
      <SyncOriginFacts
        sync={{
          syncType: 'PUSH',
          dryRun: false,
          triggeredBy: 'github:octocat',
          pushes,
        }}
      />,
    );
    expect(screen.getByText('octocat on GitHub')).toBeInTheDocument();
    expect(
      screen.getByText('acme/cart at 6dcb09b, by octocat'),
    ).toBeInTheDocument();
    expect(screen.queryByText(/acme\/till/)).not.toBeInTheDocument();
    expect(screen.getByText('and 2 more repositories')).toBeInTheDocument();
  });
});
