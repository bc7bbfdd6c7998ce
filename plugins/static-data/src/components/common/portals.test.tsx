import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { createSync, FakeStaticDataApi } from '../../__testUtils__';
import { renderWithApi } from '../../__testUtils__/renderWithApi';
import { SyncPicker } from './SyncPicker';
import { Tooltip } from './Tooltip';

/** What lies over the page is not within it, and has to say itself which way one reads. */
describe('where one reads from right to left', () => {
  beforeEach(() => {
    document.dir = 'rtl';
  });
  afterEach(() => {
    document.dir = '';
  });

  const expectOwnDirection = (words: HTMLElement) =>
    expect(getComputedStyle(words).unicodeBidi).toBe('plaintext');

  it('gives the words of a tooltip their own direction', async () => {
    await renderWithApi(
      <Tooltip title="May 4, 2026">
        <button type="button">Monday</button>
      </Tooltip>,
    );
    await userEvent.hover(screen.getByRole('button', { name: 'Monday' }));

    expectOwnDirection(await screen.findByText('May 4, 2026'));
  });

  it('gives the syncs to choose from their own direction', async () => {
    await renderWithApi(
      <SyncPicker label="Sync" onChange={() => {}} />,
      new FakeStaticDataApi({ history: [createSync()] }),
    );
    await userEvent.click(
      screen.getByRole('button', { name: 'Show the syncs' }),
    );

    expectOwnDirection(await screen.findByRole('option'));
    expect(
      screen.getByRole('button', { name: 'Hide the syncs' }),
    ).toBeVisible();
  });
});
