import { ResponseError } from '@backstage/errors';
import { RunningSync } from '@internal/plugin-static-data-common';
import { act, screen } from '@testing-library/react';
import { createError, createSync } from '../../__testUtils__';
import { renderWithApi } from '../../__testUtils__/renderWithApi';
import { ManualRefreshState } from '../../hooks/useManualRefresh';
import { RefreshProgress } from './RefreshProgress';

const running: RunningSync = {
  id: createSync().id,
  source: 'default',
  number: 118,
  syncType: 'MANUAL',
  startTime: '2026-05-04T13:00:00.000Z',
  phase: 'PARSE',
  phaseStartTime: '2026-05-04T13:00:01.000Z',
  phases: [{ phase: 'FETCH', durationMs: 1_200 }],
  dryRun: false,
};

describe('RefreshProgress', () => {
  it('shows a preview that failed as an error, and why it did', async () => {
    const sync = createSync({
      status: 'FAILURE',
      dryRun: true,
      errors: [createError({ error: 'There is no branch "feature/x"' })],
    });
    await renderWithApi(
      <RefreshProgress
        refresh={{
          status: 'finished',
          sync,
          options: { dryRun: true, ref: 'feature/x' },
        }}
        runningSync={null}
      />,
    );

    const alert = screen.getByRole('alert');
    expect(alert).toHaveTextContent('The preview of feature/x, #118, finished');
    expect(alert).toHaveTextContent('There is no branch "feature/x"');
    // announced once
    expect(screen.getByRole('status')).toHaveTextContent(/^$/);
  });

  it('announces each state once, from the request to the outcome', async () => {
    const requested: ManualRefreshState = {
      status: 'pending',
      request: { syncId: running.id },
      options: {},
      since: 0,
    };
    const progress = (
      runningSync: RunningSync | null,
      refresh: ManualRefreshState = requested,
    ) => <RefreshProgress refresh={refresh} runningSync={runningSync} />;
    const { container, rerender } = await renderWithApi(progress(null));
    // a region that is not there before its text changes announces nothing
    const region = screen.getByRole('status');
    const announced: string[] = [];
    const observer = new MutationObserver(() => {
      const text = region.textContent!;
      if (announced.at(-1) !== text) {
        announced.push(text);
      }
    });
    observer.observe(region, {
      childList: true,
      characterData: true,
      subtree: true,
    });
    const show = async (...args: Parameters<typeof progress>) => {
      rerender(progress(...args));
      await act(async () => {});
    };

    await show(running);
    // what it counts changes too often to announce
    await show({ ...running, progress: { done: 1, total: 2 } });
    await show({ ...running, progress: { done: 2, total: 2 } });
    await show({ ...running, phase: 'TRANSFORM' });
    await show(null, { status: 'finished', sync: createSync(), options: {} });

    expect(announced).toEqual([
      'Manual sync: Parsing files',
      'Manual sync: Building entities',
      expect.stringContaining('The requested sync #118 finished'),
    ]);
    expect(
      container.querySelectorAll('[role=status], [role=alert]'),
    ).toHaveLength(1);
    expect(region).toBeInTheDocument();
  });

  it('does not count back when an earlier phase goes on', async () => {
    await renderWithApi(
      <RefreshProgress
        refresh={{ status: 'idle' }}
        runningSync={{
          ...running,
          phase: 'FETCH',
          phases: [
            { phase: 'FETCH', durationMs: 1_200 },
            { phase: 'PARSE', durationMs: 300 },
          ],
        }}
      />,
    );

    expect(screen.getByText(/^Phase 2 of 5/)).toBeVisible();
  });

  it('says when the backend takes requests again', async () => {
    const response = new Response('{}', {
      status: 429,
      headers: { 'Retry-After': '30' },
    });
    await renderWithApi(
      <RefreshProgress
        refresh={{
          status: 'failed',
          error: await ResponseError.fromResponse(response),
        }}
        runningSync={null}
      />,
    );

    expect(screen.getByRole('alert')).toHaveTextContent(
      'The sync could not be requested: Too many requests. Try again in 30 seconds.',
    );
  });
});
