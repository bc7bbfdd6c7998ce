import { screen } from '@testing-library/react';
import { createHealth, createSync } from '../../__testUtils__';
import { renderWithApi } from '../../__testUtils__/renderWithApi';
import { HealthCard, LastSyncCard, UptimeCard } from './StatusCards';

describe('HealthCard', () => {
  it.each([
    ['UNKNOWN', 'Unknown', 'status-pending'],
    ['HEALTHY', 'Healthy', 'status-ok'],
    ['DEGRADED', 'Degraded', 'status-warning'],
    ['UNHEALTHY', 'Unhealthy', 'status-error'],
  ] as const)('shows %s as a word and an icon', async (status, word, icon) => {
    await renderWithApi(<HealthCard health={createHealth({ status })} />);

    expect(screen.getByText(word)).toBeVisible();
    expect(screen.getByTestId(icon)).toBeInTheDocument();
    // Backstage hides the icon from screen readers; the word must not go with it
    expect(screen.getByText(word).closest('[aria-hidden="true"]')).toBeNull();
  });

  it('gives the reasons', async () => {
    const reasons = [
      '3 syncs failed in a row',
      'Nothing completed for 2 hours',
    ];
    await renderWithApi(
      <HealthCard health={createHealth({ status: 'UNHEALTHY', reasons })} />,
    );

    const items = screen.getAllByRole('listitem').map(item => item.textContent);
    expect(items).toEqual(reasons);
  });

  it('praises nothing before the first sync', async () => {
    await renderWithApi(
      <HealthCard
        health={createHealth({
          status: 'UNKNOWN',
          reasons: ['No sync has run yet.'],
        })}
      />,
    );

    expect(screen.queryByText('Healthy')).not.toBeInTheDocument();
    expect(screen.queryByText(/run on time/)).not.toBeInTheDocument();
  });
});

describe('LastSyncCard', () => {
  beforeEach(() => {
    jest.useFakeTimers({
      now: new Date('2026-05-04T12:32:00.000Z'),
      advanceTimers: true,
    });
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  it('tells the times of the last and the next sync', async () => {
    await renderWithApi(
      <LastSyncCard latestSync={createSync()} health={createHealth()} />,
    );

    const [last, data] = screen.getAllByText('2 minutes ago');
    for (const time of [last, data]) {
      expect(time).toHaveAttribute('datetime', '2026-05-04T12:30:00.000Z');
      expect(time).toHaveAttribute('title', 'May 4, 2026, 12:30:00 PM UTC');
    }
    expect(data.parentElement).toHaveTextContent('Data as of 2 minutes ago');
    expect(screen.getByText('Next run in 28 minutes')).toBeVisible();
    expect(screen.queryByText(/Overdue/)).not.toBeInTheDocument();
    expect(screen.queryByTestId('status-warning')).not.toBeInTheDocument();
  });

  it('says Never before the first sync', async () => {
    await renderWithApi(
      <LastSyncCard
        latestSync={null}
        health={createHealth({ dataAsOf: null, nextSync: null })}
      />,
    );

    expect(screen.getByText('Never')).toBeVisible();
    expect(screen.getByText('No run is scheduled')).toBeVisible();
  });

  it('tells old data and a late schedule', async () => {
    await renderWithApi(
      <LastSyncCard
        latestSync={createSync({ status: 'FAILURE' })}
        health={createHealth({
          dataAsOf: '2026-05-04T09:32:00.000Z',
          nextSync: '2026-05-04T12:31:00.000Z',
          lateBy: 2 * 3_600_000,
        })}
      />,
    );

    expect(screen.getByText('3 hours ago').parentElement).toHaveTextContent(
      'Data as of 3 hours ago',
    );
    expect(screen.getByText('Next run due now')).toBeVisible();
    expect(screen.getByText('Overdue by 2 hours')).toBeVisible();
    expect(screen.getAllByTestId('status-warning')).toHaveLength(2);
  });
});

describe('UptimeCard', () => {
  it('shows the share of applied syncs', async () => {
    await renderWithApi(<UptimeCard uptime={99.2} hasSyncs />);
    expect(screen.getByText('99.2%')).toBeVisible();
  });

  it('claims nothing before the first sync', async () => {
    await renderWithApi(<UptimeCard uptime={100} hasSyncs={false} />);
    expect(screen.getByText('No syncs yet')).toBeVisible();
    expect(screen.queryByText(/100/)).not.toBeInTheDocument();
  });
});
