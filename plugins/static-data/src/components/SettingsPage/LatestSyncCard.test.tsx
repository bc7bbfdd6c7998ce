import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { createError, createStats, createSync } from '../../__testUtils__';
import { renderWithApi } from '../../__testUtils__/renderWithApi';
import { LatestSyncCard } from './LatestSyncCard';

describe('LatestSyncCard', () => {
  it('shows outcome, content and changes', async () => {
    await renderWithApi(
      <LatestSyncCard
        latestSync={createSync({
          syncType: 'MANUAL',
          triggeredBy: 'user:default/jane.doe',
          stats: createStats({ entitiesRetained: 4, removalsHeld: 7 }),
        })}
      />,
    );

    const facts = {
      Status: 'Success',
      Type: 'Manual',
      Duration: '3.2 s',
      Started: 'May 4, 2026, 12:30:00 PM UTC',
      'Triggered by': 'jane.doe',
      Revision: '4f2a9c8',
      'Total entities': '62',
      Components: '20',
      APIs: '16',
      Domains: '5',
      Groups: '9',
      Systems: '12',
      'Components with APIs': '18',
      'Total provides': '22',
      'Total consumes': '45',
      Added: '3',
      Updated: '2',
      Removed: '1',
      Unchanged: '57',
      'Kept from an earlier sync': '4',
      'Removals held back': '7',
    };
    for (const [label, value] of Object.entries(facts)) {
      expect(screen.getByText(label).nextSibling).toHaveTextContent(value);
    }
    expect(screen.queryByText(/error/)).not.toBeInTheDocument();
  });

  it.each([
    [{ syncType: 'SCHEDULED', triggeredBy: undefined }, 'Schedule'],
    [
      { syncType: 'MANUAL', triggeredBy: 'external:pipeline' },
      'external:pipeline',
    ],
    [{ syncType: 'MANUAL', triggeredBy: undefined }, 'Unknown'],
  ] as const)('names the trigger of %j', async (sync, trigger) => {
    await renderWithApi(<LatestSyncCard latestSync={createSync(sync)} />);

    expect(screen.getByText('Triggered by').nextSibling).toHaveTextContent(
      trigger,
    );
  });

  it('says where an error is and what to do', async () => {
    await renderWithApi(
      <LatestSyncCard
        latestSync={createSync({
          status: 'FAILURE',
          errors: [
            createError({
              entity: 'component:default/billing',
              stackTrace: 'at parse',
            }),
          ],
          errorCount: 1,
        })}
      />,
    );

    const errors = screen.getByRole('group', { name: '1 error' });
    expect(errors).toHaveTextContent('The file is not valid JSON');
    expect(errors).toHaveTextContent(
      'data/applications.json:17 · component:default/billing',
    );
    expect(errors).toHaveTextContent('Correct the file');
    expect(errors).not.toHaveTextContent('at parse');
  });

  it('shows five findings until the reader wants all', async () => {
    const warnings = Array.from(
      { length: 8 },
      (_, i) => `Warning no. ${i + 1}`,
    );
    await renderWithApi(
      <LatestSyncCard
        latestSync={createSync({ warnings, warningCount: 120 })}
      />,
    );
    const list = screen.getByRole('group', { name: '120 warnings' });
    expect(within(list).getAllByRole('listitem')).toHaveLength(5);
    expect(list).toHaveTextContent('Only the first 8 of 120 are kept.');

    await userEvent.click(screen.getByRole('button', { name: 'Show all 8' }));
    expect(within(list).getAllByRole('listitem')).toHaveLength(8);

    await userEvent.click(screen.getByRole('button', { name: 'Show fewer' }));
    expect(within(list).getAllByRole('listitem')).toHaveLength(5);
  });

  it('says that no sync has run', async () => {
    await renderWithApi(<LatestSyncCard latestSync={null} />);

    expect(screen.getByText('No sync has run yet.')).toBeVisible();
  });
});
