import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ManualRefreshState } from '../../../hooks';
import { createSync } from '../../../__testUtils__';
import { renderWithApi } from '../../../__testUtils__/renderWithApi';
import { ActionsCard } from './ActionsCard';

const request = {
  message: 'Sync requested',
  syncId: 'requested',
  triggeredBy: 'user:default/jane.doe',
  timestamp: '2026-05-04T12:32:00.000Z',
  status: 'QUEUED',
} as const;

async function renderRefresh(refresh: ManualRefreshState) {
  await renderWithApi(
    <ActionsCard refresh={refresh} runningSync={null} onRefresh={() => {}} />,
  );
}

describe('ActionsCard', () => {
  it('lets the reader ask for a sync', async () => {
    const onRefresh = jest.fn();
    await renderWithApi(
      <ActionsCard
        refresh={{ phase: 'idle' }}
        runningSync={null}
        onRefresh={onRefresh}
      />,
    );

    await userEvent.click(
      await screen.findByRole('button', { name: 'Manual Refresh' }),
    );
    expect(onRefresh).toHaveBeenCalledTimes(1);
    expect(screen.getByRole('status')).toBeEmptyDOMElement();
  });

  it('waits for the answer of the backend', async () => {
    await renderRefresh({ phase: 'requesting' });

    expect(screen.getByRole('button', { name: 'Requesting…' })).toBeDisabled();
  });

  it('waits for the sync', async () => {
    await renderRefresh({ phase: 'pending', request, since: 0 });

    expect(screen.getByRole('button', { name: 'Syncing…' })).toBeDisabled();
    expect(screen.getByRole('status')).toHaveTextContent(
      'Sync requested, waiting for it to start',
    );
  });

  it.each([
    ['SCHEDULED', 'Scheduled sync: parsing files, started 1 minute ago'],
    ['MANUAL', 'Manual sync: parsing files, started 1 minute ago'],
  ] as const)('follows a running %s sync', async (syncType, text) => {
    await renderWithApi(
      <ActionsCard
        refresh={{ phase: 'idle' }}
        runningSync={{
          id: 'running',
          syncType,
          startTime: new Date(Date.now() - 60_000).toISOString(),
          step: 'PARSE',
          stepStartTime: new Date(Date.now() - 10_000).toISOString(),
          dryRun: false,
        }}
        onRefresh={() => {}}
      />,
    );

    expect(screen.getByRole('button', { name: 'Syncing…' })).toBeDisabled();
    expect(screen.getByRole('status')).toHaveTextContent(text);
  });

  it('tells how the requested sync ended', async () => {
    await renderRefresh({
      phase: 'finished',
      sync: createSync({ status: 'PARTIAL_SUCCESS' }),
    });

    expect(screen.getByRole('status')).toHaveTextContent(
      'The requested sync finished: Partial success, 3.2 s',
    );
  });

  it('tells that nothing took the request', async () => {
    await renderRefresh({ phase: 'notPickedUp' });

    expect(screen.getByRole('status')).toHaveTextContent('has not started');
  });

  it('tells why the backend refused', async () => {
    await renderRefresh({ phase: 'failed', error: new Error('out of order') });

    expect(screen.getByRole('alert')).toHaveTextContent(
      'The sync could not be requested: out of order',
    );
    expect(
      await screen.findByRole('button', { name: 'Manual Refresh' }),
    ).toBeEnabled();
  });
});
