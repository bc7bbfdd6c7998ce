import { screen } from '@testing-library/react';
import { createSettings } from '../../__testUtils__';
import { renderWithApi } from '../../__testUtils__/renderWithApi';
import { ConfigurationCard } from './ConfigurationCard';

const { configuration } = createSettings();

function valueOf(label: string) {
  return screen.getByText(label).nextSibling;
}

describe('ConfigurationCard', () => {
  it('shows source and schedule', async () => {
    await renderWithApi(
      <ConfigurationCard
        configuration={configuration}
        nextSync="2026-05-04T13:00:00.000Z"
      />,
    );

    expect(
      screen.getByRole('link', { name: /^acme\/architecture/ }),
    ).toHaveAttribute('href', 'https://github.com/acme/architecture');
    expect(valueOf('Branch')).toHaveTextContent('main');
    expect(valueOf('Schedule')).toHaveTextContent(
      '*/30 * * * * (Every 30 minutes)',
    );
    expect(valueOf('Next run')).toHaveTextContent(
      'May 4, 2026, 01:00:00 PM UTC',
    );
    expect(valueOf('In effect since')).toHaveTextContent('Mar 1, 2026');
  });

  it('shows a directory, an interval, and no next run', async () => {
    await renderWithApi(
      <ConfigurationCard
        configuration={{
          ...configuration,
          repository: './examples',
          branch: '-',
          url: undefined,
          scheduleFrequency: 'PT30M',
        }}
        nextSync={null}
      />,
    );

    expect(screen.queryByRole('link')).not.toBeInTheDocument();
    expect(valueOf('Repository')).toHaveTextContent('./examples');
    expect(screen.queryByText('Branch')).not.toBeInTheDocument();
    expect(valueOf('Schedule')).toHaveTextContent('PT30M (Every 30 minutes)');
    expect(valueOf('Next run')).toHaveTextContent('None');
  });

  it('shows a schedule that has no words as it is', async () => {
    await renderWithApi(
      <ConfigurationCard
        configuration={{ ...configuration, scheduleFrequency: 'manual' }}
        nextSync={null}
      />,
    );

    expect(valueOf('Schedule')).toHaveTextContent(/^manual$/);
  });
});
