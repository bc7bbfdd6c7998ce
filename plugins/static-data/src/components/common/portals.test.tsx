import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { createSync, FakeStaticDataApi } from '../../__testUtils__';
import { renderWithApi } from '../../__testUtils__/renderWithApi';
import { HistoryTable } from '../SettingsPage/HistoryTable';
import { SyncPicker } from './SyncPicker';
import { Tooltip } from './Tooltip';

// The direction of words is a style.
jest.unmock('is-in-browser');

/** What lies over the page is not within it, and has to say itself which way one reads. */
describe('where one reads from right to left', () => {
  beforeEach(() => {
    document.dir = 'rtl';
  });
  afterEach(() => {
    document.dir = '';
  });

  const directionOf = (words: HTMLElement) =>
    getComputedStyle(words).unicodeBidi;

  it('gives the words of a tooltip their own direction', async () => {
    await renderWithApi(
      <Tooltip title="May 4, 2026">
        <button type="button">Monday</button>
      </Tooltip>,
    );
    await userEvent.hover(screen.getByRole('button', { name: 'Monday' }));

    expect(directionOf(await screen.findByText('May 4, 2026'))).toBe(
      'plaintext',
    );
  });

  it('gives the outcomes to choose from their own direction', async () => {
    await renderWithApi(
      <HistoryTable refreshKey="1" />,
      new FakeStaticDataApi({ history: [createSync()] }),
    );
    await userEvent.click(
      await screen.findByRole('button', { name: /^Outcome/ }),
    );

    expect(directionOf((await screen.findAllByRole('option'))[0])).toBe(
      'plaintext',
    );
  });

  it('gives the syncs to choose from their own direction', async () => {
    await renderWithApi(
      <SyncPicker label="Sync" onChange={() => {}} />,
      new FakeStaticDataApi({ history: [createSync()] }),
    );
    await userEvent.click(
      screen.getByRole('button', { name: 'Show the syncs' }),
    );

    expect(directionOf(await screen.findByRole('option'))).toBe('plaintext');
    expect(
      screen.getByRole('button', { name: 'Hide the syncs' }),
    ).toBeVisible();
  });
});
