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
      Average: '3.1 s',
      'Median (p50)': '2.9 s',
      '95th percentile (p95)': '7.4 s',
    };
    for (const [label, value] of Object.entries(figures)) {
      expect(screen.getByText(label).nextSibling).toHaveTextContent(value);
    }
  });

  it('says in words and in a table what the chart shows', async () => {
    await renderWithApi(
      <StatisticsCard
        statistics={createStatistics({}, { period: '7d' })}
        period="7d"
        onPeriodChange={() => {}}
      />,
    );

    expect(
      await screen.findByRole('img', {
        name: 'Entities in the catalog: 50 entities at the start, 53 at the end.',
      }),
    ).toBeInTheDocument();
    const table = screen.getByRole('table', {
      name: 'Entities in the catalog',
    });
    const rows = within(table).getAllByRole('row');
    expect(rows).toHaveLength(8);
    expect(rows[7]).toHaveTextContent('Mon, May 4, 202653');
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
    expect(screen.queryByRole('table')).not.toBeInTheDocument();
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
