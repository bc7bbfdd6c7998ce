import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  createPullRequest,
  createSettings,
  createSync,
  FakeStaticDataApi,
} from '../../__testUtils__';
import { renderWithApi } from '../../__testUtils__/renderWithApi';
import { createResponseError } from '../../__testUtils__/responseErrors';
import { runAxe } from '../../__testUtils__/runAxe';
import { PreviewDialog } from './PreviewDialog';

const LOADING = 'The branches are being loaded';
const MORE =
  'There are more branches than are listed: type a part of the name.';

describe('PreviewDialog', () => {
  let api: FakeStaticDataApi;
  const onPreview = jest.fn();
  const onClose = jest.fn();

  beforeEach(() => {
    api = new FakeStaticDataApi();
    api.branches = ['feature/basket', 'fix/pay', 'main'];
    jest.clearAllMocks();
  });

  async function open(pullRequests = [createPullRequest()]) {
    await renderWithApi(
      <PreviewDialog
        configuration={createSettings().configuration}
        pullRequests={pullRequests}
        onPreview={onPreview}
        onClose={onClose}
      />,
      api,
    );
    return screen.findByRole('textbox', { name: 'Branch, tag or commit' });
  }

  const options = () =>
    screen.queryAllByRole('option').map(option => option.textContent);
  /** Without what keeps an empty line. */
  const status = () =>
    screen.getByRole('status').textContent!.replace('\u200b', '');

  it('offers what the reader may want to preview, and then what else the host lists', async () => {
    const { configSnapshot } = createSync();
    api.history = [
      createSync({
        dryRun: true,
        configSnapshot: { ...configSnapshot, branch: 'refunds' },
      }),
    ];
    await open();
    await waitFor(() => expect(status()).toBe(''));
    await userEvent.click(
      screen.getByRole('button', { name: 'Show the branches' }),
    );
    await waitFor(() =>
      expect(options()).toEqual([
        'main',
        'wishlist#12 Add the wish list',
        'refunds',
        'feature/basket',
        'fix/pay',
      ]),
    );
    expect(await runAxe(screen.getByRole('dialog'))).toHaveNoViolations();
  });

  it('lets the reader choose by keyboard', async () => {
    const field = await open();
    expect(field).toHaveFocus();
    await waitFor(() => expect(status()).toBe(''));
    await userEvent.keyboard('BASK');
    expect(options()).toEqual(['feature/basket']);
    await userEvent.keyboard('{ArrowDown}{Enter}');
    expect(field).toHaveValue('feature/basket');
    expect(options()).toEqual([]);
    expect(onPreview).not.toHaveBeenCalled();
    await userEvent.keyboard('{Enter}');
    expect(onPreview.mock.calls).toEqual([['feature/basket']]);
  });

  it('closes first the list, and then itself', async () => {
    await open();
    await waitFor(() => expect(status()).toBe(''));
    await userEvent.keyboard('fix{Escape}');
    expect(options()).toEqual([]);
    expect(onClose).not.toHaveBeenCalled();
    await userEvent.keyboard('{Escape}');
    expect(onClose).toHaveBeenCalledTimes(1);
  });

  it('takes what is not listed, and finds pull requests by their titles', async () => {
    await open();
    await userEvent.keyboard('wish list');
    expect(options()).toEqual(['wishlist#12 Add the wish list']);
    await userEvent.clear(screen.getByRole('textbox'));
    await userEvent.keyboard(' v1.2.0 {Enter}');
    expect(onPreview.mock.calls).toEqual([['v1.2.0']]);
  });

  it('does not cover its buttons with what is written already', async () => {
    await open();
    await waitFor(() => expect(status()).toBe(''));
    await userEvent.keyboard('fix/pa');
    expect(options()).toEqual(['fix/pay']);
    await userEvent.keyboard('y');
    expect(options()).toEqual([]);
  });

  it('offers what is known while the host is being asked', async () => {
    api.getBranches = () => new Promise(() => {});
    await open();
    expect(status()).toBe(LOADING);
    await userEvent.keyboard('{ArrowDown}');
    expect(options()).toEqual(['main', 'wishlist#12 Add the wish list']);
  });

  it.each([
    [
      'the host refuses',
      () => {
        api.branchProblem = 'Not allowed to read the branches of acme/shop';
      },
      'The host does not list its branches: Not allowed to read the branches of acme/shop',
    ],
    [
      'the backend refuses',
      () => {
        api.getBranches = async () => {
          throw await createResponseError(403, 'No');
        };
      },
      /^The host does not list its branches: ./,
    ],
  ])('goes on with what is known when %s', async (_, break_, words) => {
    break_();
    await open();
    await waitFor(() =>
      expect(screen.getByRole('status')).toHaveTextContent(words),
    );
    await userEvent.keyboard('wish');
    expect(options()).toEqual(['wishlist#12 Add the wish list']);
  });

  it('offers the synchronised branch where there is nothing else', async () => {
    api.branches = [];
    await open([]);
    await waitFor(() => expect(status()).toBe(''));
    await userEvent.keyboard('{ArrowDown}');
    expect(options()).toEqual(['main']);
  });

  it('has the host look for what is typed where there are more than it lists at once', async () => {
    api.branches = Array.from({ length: 500 }, (_, index) => `topic/${index}`);
    api.branchPageSize = 100;
    await open([]);
    await waitFor(() => expect(status()).toBe(MORE));
    await userEvent.paste('opic/499');
    expect(status()).toBe(LOADING);
    await waitFor(() => expect(options()).toEqual(['topic/499']));
    expect(status()).toBe('');
    expect(api.branchQueries.map(({ q }) => q)).toEqual([
      undefined,
      'opic/499',
    ]);
  });

  it('lists no more than one looks through', async () => {
    api.branches = Array.from({ length: 500 }, (_, index) => `topic/${index}`);
    await open([]);
    await waitFor(() => expect(status()).toBe(''));
    await userEvent.keyboard('{ArrowDown}');
    expect(options()).toHaveLength(100);
    await userEvent.keyboard('499');
    expect(options()).toEqual(['topic/499']);
  });
});
