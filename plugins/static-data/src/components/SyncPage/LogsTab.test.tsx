import { SyncLogLine } from '@internal/plugin-static-data-common';
import { act, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  createSettings,
  createSync,
  FakeStaticDataApi,
} from '../../__testUtils__';
import { runAxe } from '../../__testUtils__/runAxe';
import { renderWithApi } from '../../__testUtils__/renderWithApi';
import { LogsTab } from './LogsTab';

const { id: SYNC_ID, phases } = createSync();

function createLine(overrides: Partial<SyncLogLine> = {}): SyncLogLine {
  return {
    time: '2026-05-04T12:30:01.000Z',
    level: 'info',
    phase: 'FETCH',
    message: 'Read 20 files',
    ...overrides,
  };
}

async function renderTab(
  logs: SyncLogLine[],
  api = new FakeStaticDataApi(),
  path = '/',
) {
  api.logs = logs;
  return renderWithApi(<LogsTab syncId={SYNC_ID} phases={phases} />, api, {
    path,
  });
}

async function shownMessages() {
  const log = await screen.findByRole('log');
  return [...log.querySelectorAll('time')].map(
    time => time.parentElement?.lastElementChild?.textContent,
  );
}

describe('LogsTab', () => {
  it('shows the lines, and of a level and above on request', async () => {
    await renderTab([
      createLine(),
      createLine({ level: 'warn', message: 'A warning' }),
      createLine({ level: 'error', message: 'An error' }),
    ]);
    expect(await shownMessages()).toEqual([
      'Read 20 files',
      'A warning',
      'An error',
    ]);

    await userEvent.selectOptions(screen.getByLabelText('Level'), 'warn');
    await screen.findByText('2 shown');
    expect(await shownMessages()).toEqual(['A warning', 'An error']);
  });

  it('folds the lines of a phase, and says how long it took', async () => {
    await renderTab([
      createLine(),
      createLine(),
      createLine({ phase: 'PARSE', message: 'Parsed 20 files' }),
    ]);

    await userEvent.click(
      await screen.findByRole('button', {
        name: 'Reading the source · 1.8 s · 2 lines',
      }),
    );
    expect(await shownMessages()).toEqual(['Parsed 20 files']);
    await userEvent.click(screen.getByRole('button', { name: 'Collapse all' }));
    expect(await shownMessages()).toEqual([]);
    await userEvent.click(screen.getByRole('button', { name: 'Expand all' }));
    expect(await shownMessages()).toHaveLength(3);
  });

  it('keeps the order of the lines when a phase goes on after another one', async () => {
    await renderTab([
      createLine({ message: 'Read 20 files' }),
      createLine({ phase: 'PARSE', message: 'Parsed 20 files' }),
      createLine({ message: 'Read 12 build files' }),
    ]);

    expect(await shownMessages()).toEqual([
      'Read 20 files',
      'Parsed 20 files',
      'Read 12 build files',
    ]);
    // the time of the phase is that of neither
    const heads = screen.getAllByRole('button', {
      name: 'Reading the source · 1 line',
    });
    expect(heads).toHaveLength(2);

    await userEvent.click(heads[0]);
    expect(await shownMessages()).toEqual([
      'Parsed 20 files',
      'Read 12 build files',
    ]);
  });

  it('leads to each line, by its number in the whole log and its time to the millisecond', async () => {
    await renderTab(
      [
        createLine(),
        createLine({
          level: 'warn',
          time: '2026-05-04T12:30:01.057Z',
          message: 'A warning',
        }),
      ],
      undefined,
      '/?level=warn',
    );

    const link = await screen.findByRole('link', { name: 'Line 2' });
    expect(screen.getByText('12:30:01.057')).toBeVisible();
    expect(link).not.toHaveAttribute('aria-current');
    await userEvent.click(link);
    expect(screen.getByRole('link', { name: 'Line 2' })).toHaveAttribute(
      'aria-current',
      'true',
    );
  });

  it('reads on until it has the line of the address', async () => {
    await renderTab(
      Array.from({ length: 1_200 }, () => createLine()),
      undefined,
      '/?line=900',
    );

    expect(await screen.findByText('1,000 shown')).toBeVisible();
    expect(screen.getByLabelText('Line 900')).toHaveAttribute(
      'aria-current',
      'true',
    );
  });

  it('looks for text in the lines', async () => {
    await renderTab([createLine(), createLine({ message: 'Sent 3 entities' })]);
    await screen.findByText('Read 20 files');

    await userEvent.type(screen.getByLabelText('Search the log'), 'SENT');
    expect(await screen.findByText('Sent 3 entities')).toBeVisible();
    await act(async () => new Promise(resolve => setTimeout(resolve, 400)));
    expect(await shownMessages()).toEqual(['Sent 3 entities']);
  });

  it('follows the log while the sync runs', async () => {
    jest.useFakeTimers();
    try {
      const api = new FakeStaticDataApi({
        settings: createSettings({
          runningSync: {
            id: SYNC_ID,
            source: 'default',
            number: 118,
            syncType: 'MANUAL',
            startTime: '2026-05-04T12:30:00.000Z',
            phase: 'FETCH',
            phaseStartTime: '2026-05-04T12:30:00.000Z',
            phases: [],
            dryRun: false,
          },
        }),
      });
      await renderTab([createLine()], api);
      expect(await screen.findByText(/new lines appear/)).toBeVisible();
      const announced = screen.getByRole('status');
      expect(announced).toHaveTextContent('1 shown');
      // what is scrolled into view is not new
      expect(screen.getByRole('log')).toHaveAttribute('aria-live', 'off');

      api.logs = [...api.logs, createLine({ message: 'Sent 3 entities' })];
      await act(async () => jest.advanceTimersByTime(2_000));
      expect(await shownMessages()).toEqual([
        'Read 20 files',
        'Sent 3 entities',
      ]);
      expect(announced).toHaveTextContent('2 shown');

      api.settings = createSettings({ runningSync: null });
      await act(async () => jest.advanceTimersByTime(2_000));
      expect(screen.queryByText(/new lines appear/)).toBeNull();
      expect(await shownMessages()).toHaveLength(2);
    } finally {
      jest.useRealTimers();
    }
  });

  it('reads long logs page by page', async () => {
    await renderTab(
      Array.from({ length: 600 }, (_, index) =>
        createLine({ message: `Line ${index}` }),
      ),
    );

    expect(await screen.findByText('500 shown')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Load more' }));
    expect(await screen.findByText('600 shown')).toBeVisible();
  });

  it('looks for text in lines that were not shown yet', async () => {
    await renderTab(
      Array.from({ length: 1_200 }, (_, index) =>
        createLine({ message: `Line ${index}` }),
      ),
    );
    await screen.findByText('500 shown');

    await userEvent.type(screen.getByLabelText('Search the log'), 'line 1199');

    expect(await screen.findByText('1 shown')).toBeVisible();
    expect(await shownMessages()).toEqual(['Line 1199']);
  });

  it('saves the log as a file', async () => {
    const createObjectURL = jest.fn((_: Blob) => 'blob:log');
    const saved: string[] = [];
    Object.assign(URL, { createObjectURL, revokeObjectURL: jest.fn() });
    jest
      .spyOn(HTMLAnchorElement.prototype, 'click')
      .mockImplementation(function click(this: HTMLAnchorElement) {
        saved.push(this.download);
      });
    await renderTab([createLine()]);

    await userEvent.click(
      await screen.findByRole('button', { name: 'Download' }),
    );

    expect(saved).toEqual([`sync-${SYNC_ID}.log`]);
    expect(createObjectURL.mock.calls[0][0].size).toBe(
      'Read 20 files\n'.length,
    );
  });

  it('has nothing that axe finds', async () => {
    const { container } = await renderTab([createLine()]);
    const log = await screen.findByRole('log', { name: 'Logs' });

    expect(within(log).getByText('info')).toBeVisible();
    expect(await runAxe(container)).toHaveNoViolations();
  });
});
