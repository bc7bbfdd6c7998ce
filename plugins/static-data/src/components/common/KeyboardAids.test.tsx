import { renderInTestApp } from '@backstage/test-utils';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { FilterBar, SearchField } from './filters';
import { KeyboardAids } from './KeyboardAids';

/** A button that disappears, or is disabled, when it is used. */
function FleetingButton(props: { name: string; disables?: boolean }) {
  const [used, setUsed] = useState(false);
  return (
    <section aria-label={`Section of ${props.name}`}>
      {(!used || props.disables) && (
        <button disabled={used} onClick={() => setUsed(true)}>
          {props.name}
        </button>
      )}
      <p>Text</p>
    </section>
  );
}

const onRefresh = jest.fn();

function Contents() {
  const [query, setQuery] = useState('');
  return (
    <KeyboardAids>
      <article>
        <button aria-keyshortcuts="r" onClick={onRefresh}>
          Refresh
        </button>
        <FleetingButton name="Approve" />
        <FleetingButton name="Send" disables />
        <FilterBar label="Filters">
          <SearchField label="Search" value={query} onChange={setQuery} />
        </FilterBar>
      </article>
    </KeyboardAids>
  );
}

describe('KeyboardAids', () => {
  beforeEach(async () => {
    localStorage.clear();
    onRefresh.mockClear();
    await renderInTestApp(<Contents />);
  });

  it.each(['Approve', 'Send'])(
    'keeps focus near the button "%s" that is gone',
    async name => {
      await userEvent.click(screen.getByRole('button', { name }));

      await waitFor(() =>
        expect(
          screen.getByRole('region', { name: `Section of ${name}` }),
        ).toHaveFocus(),
      );
    },
  );

  it('does not take back the focus that the reader has given up', async () => {
    const button = screen.getByRole('button', { name: 'Approve' });
    button.focus();
    await userEvent.click(document.body);
    fireEvent.click(button);

    expect(button).not.toBeInTheDocument();
    expect(document.body).toHaveFocus();
  });

  it('skips to the search', async () => {
    await userEvent.tab();
    expect(
      screen.getByRole('button', { name: 'Skip to the search and the list' }),
    ).toHaveFocus();
    await userEvent.keyboard('{Enter}');
    expect(screen.getByRole('search')).toHaveFocus();
  });

  it('listens to the shortcuts that elements name', async () => {
    await userEvent.keyboard('r');
    expect(onRefresh).toHaveBeenCalledTimes(1);

    await userEvent.keyboard('s');
    expect(screen.getByRole('searchbox')).toHaveFocus();
    expect(screen.getByRole('searchbox')).toHaveValue('');
  });

  it('leaves typing, dialogs and the shortcuts of the browser alone', async () => {
    await userEvent.keyboard('{Control>}r{/Control}{Meta>}r{/Meta}R');
    await userEvent.type(screen.getByRole('searchbox'), 'r?');
    expect(screen.getByRole('searchbox')).toHaveValue('r?');
    await userEvent.tab();
    await userEvent.keyboard('?');
    expect(
      screen.getByRole('dialog', { name: 'Keyboard shortcuts' }),
    ).toBeVisible();
    await userEvent.keyboard('r');

    expect(onRefresh).not.toHaveBeenCalled();
  });

  it('lists the shortcuts, and lets the reader switch them off', async () => {
    await userEvent.keyboard('?');
    expect(screen.getByRole('dialog')).toHaveTextContent('Start a sync');
    await userEvent.click(screen.getByLabelText('Shortcuts are on'));
    await userEvent.click(screen.getByRole('button', { name: 'Close' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await userEvent.keyboard('r');

    expect(onRefresh).not.toHaveBeenCalled();
  });
});
