import { screen } from '@testing-library/react';
import { renderWithApi } from '../../../__testUtils__/renderWithApi';
import { UptimeCard } from './UptimeCard';

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
