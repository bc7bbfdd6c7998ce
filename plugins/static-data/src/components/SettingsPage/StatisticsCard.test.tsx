import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { createFirstVisit, createStatistics } from '../../__testUtils__';
import { renderWithApi } from '../../__testUtils__/renderWithApi';
import { StatisticsCard } from './StatisticsCard';

describe('StatisticsCard', () => {
  it('shows the key figures', async () => {
    await renderWithApi(
      <StatisticsCard
        statistics={createStatistics()}
        period="24h"
        onPeriodChange={() => {}}
      />,
    );

    expect(
      screen.getByRole('heading', { name: 'Statistics (Last 24 Hours)' }),
    ).toBeVisible();
    const figures = {
      Total: '48',
      Successful: '45',
      Partial: '2',
      Failed: '1',
      'Success rate': '93.7%was 95.0%',
      'Avg Duration': '3.1 s',
      'Median Duration': '2.9 s',
      'p95 Duration': '7.4 s',
    };
    for (const [label, value] of Object.entries(figures)) {
      expect(screen.getByText(label).nextSibling).toHaveTextContent(value);
    }
  });

  it('compares them with the period before, and leads to their syncs', async () => {
    await renderWithApi(
      <StatisticsCard
        statistics={createStatistics()}
        period="24h"
        onPeriodChange={() => {}}
      />,
    );
    const failed = screen.getByText('Failed').nextSibling;
    expect(failed).toHaveTextContent(/^1±0$/);
    expect(screen.getByText('Total').nextSibling).toHaveTextContent('48+8');
    expect(screen.getByText('Avg Duration').nextSibling).toHaveTextContent(
      'was 2.0 s',
    );
    expect(within(failed as HTMLElement).getByRole('link')).toHaveAttribute(
      'href',
      '/?status=FAILURE&dryRun=false&within=24h#history',
    );
    expect(screen.getByRole('link', { name: '93.7%' })).toHaveAttribute(
      'href',
      '/?status=PARTIAL_SUCCESS%2CFAILURE&dryRun=false&within=24h#history',
    );
  });

  it('has a bar for every day, which says what it shows and leads to its syncs', async () => {
    await renderWithApi(
      <StatisticsCard
        statistics={createStatistics({}, { period: '7d' })}
        period="7d"
        onPeriodChange={() => {}}
      />,
    );

    expect(
      screen.getByText('Entities: 50 at the start, 53 at the end'),
    ).toBeVisible();
    const bars = within(screen.getByRole('list')).getAllByRole('link');
    expect(bars).toHaveLength(7);
    expect(bars[5]).toHaveAccessibleName(
      'Sun, May 3, 2026: 2 succeeded, 1 partly, 0 failed',
    );
    expect(bars[5]).toHaveAttribute(
      'href',
      '/?dryRun=false&from=2026-05-03T00%3A00%3A00.000Z&to=2026-05-04T00%3A00%3A00.000Z#history',
    );
    expect(
      screen.getByRole('link', {
        name: 'Show the syncs that changed something',
      }),
    ).toHaveAttribute('href', '/?dryRun=false&changed=true&within=7d#history');
    // one tab stop
    expect(bars.filter(bar => bar.tabIndex === 0)).toEqual([bars[6]]);
  });

  it('counts no entities at the start of a period that is older than the first sync', async () => {
    const statistics = createStatistics({}, { period: '7d' });
    const entityGrowth = statistics.entityGrowth.map((point, index) => ({
      ...point,
      count: index < 3 ? 0 : 62,
    }));
    await renderWithApi(
      <StatisticsCard
        statistics={{ ...statistics, entityGrowth }}
        period="7d"
        onPeriodChange={() => {}}
      />,
    );

    expect(
      screen.getByText('Entities: 0 at the start, 62 at the end'),
    ).toBeVisible();
  });

  it('draws nothing where there is nothing', async () => {
    const { statistics } = createFirstVisit();
    await renderWithApi(
      <StatisticsCard
        statistics={statistics}
        period="24h"
        onPeriodChange={() => {}}
      />,
    );

    expect(screen.getByText('No sync has counted entities yet.')).toBeVisible();
    expect(screen.getByText('Success rate').nextSibling).toHaveTextContent(
      /^–$/,
    );
  });

  it('lets the reader choose the period, and waits for its statistics', async () => {
    const onPeriodChange = jest.fn();
    const statistics = createStatistics();
    const { rerender } = await renderWithApi(
      <StatisticsCard
        statistics={statistics}
        period="24h"
        onPeriodChange={onPeriodChange}
      />,
    );
    expect(
      screen.getByRole('button', { name: 'Last 24 hours' }),
    ).toHaveAttribute('aria-pressed', 'true');

    await userEvent.click(
      screen.getByRole('button', { name: 'Last 24 hours' }),
    );
    expect(onPeriodChange).not.toHaveBeenCalled();
    await userEvent.click(screen.getByRole('button', { name: 'Last 7 days' }));
    expect(onPeriodChange).toHaveBeenCalledWith('7d');

    rerender(
      <StatisticsCard
        statistics={statistics}
        period="7d"
        onPeriodChange={onPeriodChange}
      />,
    );
    expect(screen.getByRole('progressbar')).toBeInTheDocument();
    expect(screen.queryByText('48')).not.toBeInTheDocument();
  });
});
