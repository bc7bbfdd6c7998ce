import { screen } from '@testing-library/react';
import { createHealth } from '../../../__testUtils__';
import { renderWithApi } from '../../../__testUtils__/renderWithApi';
import { HealthCard } from './HealthCard';

describe('HealthCard', () => {
  it.each([
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
      <HealthCard health={createHealth({ lastSuccessfulSync: null })} />,
    );

    expect(screen.queryByText(/run on time/)).not.toBeInTheDocument();
  });
});
