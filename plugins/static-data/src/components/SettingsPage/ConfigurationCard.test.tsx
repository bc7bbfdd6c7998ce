import {
  RepositoryHostType,
  SyncSettings,
} from '@internal/plugin-static-data-common';
import { screen } from '@testing-library/react';
import { createHealth, createPause, createSettings } from '../../__testUtils__';
import { renderWithApi } from '../../__testUtils__/renderWithApi';
import { ConfigurationCard } from './ConfigurationCard';

const { configuration } = createSettings();

async function renderCard(settings: Partial<SyncSettings> = {}) {
  await renderWithApi(
    <ConfigurationCard settings={createSettings(settings)} />,
  );
}

function valueOf(label: string) {
  return screen.getByText(label).nextSibling;
}

describe('ConfigurationCard', () => {
  it('shows source and schedule', async () => {
    await renderCard();

    expect(
      screen.getByRole('link', { name: /^acme\/architecture/ }),
    ).toHaveAttribute('href', 'https://github.com/acme/architecture');
    expect(valueOf('Branch')).toHaveTextContent('main');
    expect(valueOf('Schedule')).toHaveTextContent(
      '*/30 * * * * (Every 30 minutes)',
    );
    expect(valueOf('Next run')).toHaveTextContent(
      'May 4, 2026, 1:00:00 PM UTC',
    );
    expect(valueOf('In effect since')).toHaveTextContent('Mar 1, 2026');
  });

  it('shows a directory, an interval, and no next run', async () => {
    await renderCard({
      configuration: {
        ...configuration,
        repository: './examples',
        branch: '-',
        url: undefined,
        scheduleFrequency: 'PT30M',
      },
      health: createHealth({ nextSync: null }),
    });

    expect(screen.queryByRole('link')).not.toBeInTheDocument();
    expect(valueOf('Repository')).toHaveTextContent('./examples');
    expect(screen.queryByText('Branch')).not.toBeInTheDocument();
    expect(valueOf('Schedule')).toHaveTextContent('PT30M (Every 30 minutes)');
    expect(valueOf('Next run')).toHaveTextContent('Not scheduled');
  });

  it('shows a schedule that has no words as it is', async () => {
    await renderCard({
      configuration: { ...configuration, scheduleFrequency: 'sometimes' },
    });

    expect(valueOf('Schedule')).toHaveTextContent(/^sometimes$/);
  });

  it('says that a source is synced by hand only', async () => {
    await renderCard({
      configuration: { ...configuration, scheduleFrequency: 'manual' },
      health: createHealth({ nextSync: null }),
    });

    expect(valueOf('Schedule')).toHaveTextContent(/^By hand$/);
    expect(valueOf('Next run')).toHaveTextContent(/^By hand$/);
  });

  it('says what is not available on the hosts of the source and its applications', async () => {
    await renderCard({
      configuration: { ...configuration, hostType: 'gitea' },
      applicationHostTypes: ['github', 'azure'],
    });

    expect(valueOf('Not available from its Git hosts')).toHaveTextContent(
      "commits behind changes, if there are 50 or more, checks of pull requests, files that a push touches, new names of applications' repositories",
    );
  });

  it.each<[string, RepositoryHostType | undefined]>([
    ['a host where nothing is missing', 'github'],
    ['a directory', undefined],
    ['a host that only another release knows', 'sourcehut' as 'gitea'],
  ])('says nothing of that for %s', async (_, hostType) => {
    await renderCard({ configuration: { ...configuration, hostType } });

    expect(
      screen.queryByText('Not available from its Git hosts'),
    ).not.toBeInTheDocument();
  });

  it('says that a source is paused, whenever that ends', async () => {
    await renderCard({ steering: { pause: createPause(), pin: null } });

    expect(valueOf('Next run')).toHaveTextContent(/^Paused$/);
  });
});
