import {
  RunningSync,
  SteeringActType,
  SyncHistoryRecord,
} from '@internal/plugin-static-data-common';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  createChange,
  createError,
  createFinding,
  createPause,
  createPin,
  createResponseError,
  createSource,
  createStats,
  createSync,
  createUpdate,
  FakeStaticDataApi,
  REQUESTED_SYNC_ID,
} from '../../__testUtils__';
import { runAxe } from '../../__testUtils__/runAxe';
import { renderWithApi } from '../../__testUtils__/renderWithApi';
import { SteeringDialog } from './SteeringDialog';
import { SteeredSource } from './useSteering';

const earlier = createSync({
  id: '0193a000-0000-7000-8000-00000000000a',
  number: 117,
  source: 'core',
});

const running: RunningSync = {
  id: 'running',
  source: 'core',
  number: 119,
  syncType: 'SCHEDULED',
  startTime: '2026-05-04T13:00:00.000Z',
  phase: 'PARSE',
  phaseStartTime: '2026-05-04T13:00:01.000Z',
  phases: [],
  dryRun: false,
};

async function renderDialog(
  act: SteeringActType,
  options: {
    source?: Partial<SteeredSource>;
    target?: SyncHistoryRecord;
    /** What comes of the preview, if it has ended. */
    preview?: Partial<SyncHistoryRecord>;
    conflict?: Error;
  } = {},
) {
  const { source, target, preview, conflict } = options;
  const ended = preview && [
    createSync({ id: REQUESTED_SYNC_ID, dryRun: true, ...preview }),
  ];
  const api = new FakeStaticDataApi({ history: [...(ended ?? []), earlier] });
  api.conflict = conflict;
  const handlers = {
    reload: jest.fn().mockResolvedValue(undefined),
    onRequested: jest.fn(),
    onClose: jest.fn(),
  };
  await renderWithApi(
    <SteeringDialog
      act={act}
      source={createSource({ id: 'core', ...source })}
      target={target}
      {...handlers}
    />,
    api,
  );
  return {
    ...handlers,
    api,
    dialog: await screen.findByRole('dialog'),
    submit: (name: string) =>
      userEvent.click(screen.getByRole('button', { name })),
  };
}

function field(name: string) {
  return screen.getByRole('textbox', { name });
}

describe('the dialog that pauses', () => {
  it('starts in the reason, without which there is no pause', async () => {
    const { api, dialog, submit, reload, onClose, onRequested } =
      await renderDialog('PAUSE');
    expect(dialog).toHaveAccessibleName('Pause the syncs?');
    expect(field('Reason')).toHaveFocus();
    await userEvent.keyboard(' {Enter}');
    expect(screen.getByRole('button', { name: 'Pause' })).toBeDisabled();

    await userEvent.keyboard('Freeze');
    expect(await runAxe(dialog)).toHaveNoViolations();
    await submit('Pause');
    await waitFor(() => expect(onClose).toHaveBeenCalled());
    expect(api.steered).toEqual([
      ['pauseSource', 'core', { reason: 'Freeze', until: undefined }],
    ]);
    expect(reload).toHaveBeenCalledTimes(1);
    expect(onRequested).not.toHaveBeenCalled();
  });

  it('takes the end from what is chosen', async () => {
    const { api, submit, onClose } = await renderDialog('PAUSE');
    await userEvent.type(field('Reason'), 'Freeze');
    const choice = screen.getByRole('combobox', { name: 'How long' });
    expect(
      within(choice)
        .getAllByRole('option')
        .map(option => option.textContent),
    ).toEqual([
      'Until somebody resumes them',
      '1 hour',
      '4 hours',
      expect.stringMatching(/^Until tomorrow morning, .* 8:00 AM/),
      'Until a time…',
    ]);

    await userEvent.selectOptions(choice, 'Until a time…');
    const submitButton = screen.getByRole('button', { name: 'Pause' });
    expect(submitButton).toBeDisabled();
    const time = screen.getByLabelText(/^Until \(/);
    fireEvent.change(time, { target: { value: '2020-01-01T10:00' } });
    expect(await screen.findByText('Must be in the future')).toBeVisible();
    expect(submitButton).toBeDisabled();

    fireEvent.change(time, { target: { value: '2999-01-01T10:00' } });
    await submit('Pause');
    await waitFor(() => expect(onClose).toHaveBeenCalled());
    expect(api.steered[0][2]).toEqual({
      reason: 'Freeze',
      until: new Date('2999-01-01T10:00').toISOString(),
    });
  });

  it('says that somebody else was faster, and has the state read again', async () => {
    const { dialog, submit, reload, onClose } = await renderDialog('PAUSE', {
      conflict: await createResponseError(409, 'It is paused already.'),
    });
    await userEvent.type(field('Reason'), 'Freeze');
    await submit('Pause');

    expect(await within(dialog).findByRole('alert')).toHaveTextContent(
      'This is not possible any more: It is paused already. The page shows how things are now.',
    );
    expect(reload).toHaveBeenCalledTimes(1);
    expect(onClose).not.toHaveBeenCalled();
  });
});

describe('the dialog that resumes', () => {
  it('says who paused and why, and gives the sync that follows', async () => {
    const { api, dialog, submit, onRequested } = await renderDialog('RESUME', {
      source: { steering: { pause: createPause(), pin: null } },
    });
    expect(dialog).toHaveTextContent(
      /Paused by jane\.doe, .* ago: The teams are being reorganised/,
    );
    expect(field('Reason (optional)')).toHaveFocus();
    expect(await runAxe(dialog)).toHaveNoViolations();

    await submit('Resume and sync now');
    await waitFor(() =>
      expect(onRequested).toHaveBeenCalledWith(REQUESTED_SYNC_ID),
    );
    expect(api.steered).toEqual([
      ['resumeSource', 'core', { reason: undefined }],
    ]);
  });
});

describe('the dialog that pins', () => {
  it('shows what a ref would change, and what the guard says, before it pins', async () => {
    const { api, dialog, submit, onRequested } = await renderDialog('PIN', {
      preview: { stats: createStats({ removalsHeld: 9 }) },
    });
    api.changes = [createUpdate(), createChange()];
    api.findings = [
      createFinding({
        code: 'REMOVALS_HELD',
        message: 'Removals are held back: 9 of 12 groups',
      }),
    ];
    expect(field('Branch, tag or commit')).toHaveFocus();
    await userEvent.keyboard(' v1.2 {Enter}');

    expect(dialog).toHaveAccessibleName('Pin the source to v1.2?');
    expect(api.refreshes).toEqual([
      { source: 'core', dryRun: true, ref: 'v1.2' },
    ]);
    expect(
      await screen.findByText(/3 added, 2 updated, 1 removed/),
    ).toBeVisible();
    expect(
      await screen.findByText('Removals are held back: 9 of 12 groups'),
    ).toBeVisible();
    expect(screen.getAllByRole('listitem')).toHaveLength(2);
    expect(
      screen.getByRole('link', { name: 'See what would change' }),
    ).toHaveAttribute(
      'href',
      `/static-data-settings/syncs/${REQUESTED_SYNC_ID}`,
    );
    expect(field('Reason')).toHaveFocus();
    expect(screen.getByRole('button', { name: 'Pin' })).toBeDisabled();
    expect(await runAxe(dialog)).toHaveNoViolations();

    await userEvent.keyboard('Squads are gone');
    await submit('Pin');
    await waitFor(() =>
      expect(onRequested).toHaveBeenCalledWith(REQUESTED_SYNC_ID),
    );
    expect(api.steered).toEqual([
      [
        'pinSource',
        'core',
        { syncId: REQUESTED_SYNC_ID, reason: 'Squads are gone' },
      ],
    ]);
  });

  it('goes back to the state of a sync that was applied, in place of another pin', async () => {
    const { api, dialog, submit, onClose } = await renderDialog('PIN', {
      preview: {},
      source: { steering: { pause: null, pin: createPin({ id: 42 }) } },
    });
    expect(dialog).toHaveTextContent(
      /Replaces the current pin to v1\.2 \(4f2a9c8\) by jane\.doe/,
    );
    await userEvent.type(field('The state after the sync'), '117');
    await userEvent.click(await screen.findByRole('option', { name: /^#117/ }));
    expect(api.historyQueries.at(-1)).toMatchObject({
      source: 'core',
      status: ['SUCCESS', 'PARTIAL_SUCCESS'],
      dryRun: false,
    });
    await submit('Preview');

    expect(dialog).toHaveAccessibleName('Restore the state of #117?');
    await userEvent.type(field('Reason'), 'Squads are gone');
    await waitFor(() =>
      expect(screen.getByRole('button', { name: 'Pin' })).toBeEnabled(),
    );
    await submit('Pin');
    await waitFor(() => expect(onClose).toHaveBeenCalled());
    expect(api.refreshes).toEqual([
      { source: 'core', dryRun: true, syncId: earlier.id },
    ]);
    expect(api.steered[0][2]).toEqual({
      syncId: earlier.id,
      reason: 'Squads are gone',
      replaces: 42,
    });
  });

  it('starts at the preview of a sync that has been chosen', async () => {
    const { api, dialog } = await renderDialog('PIN', { target: earlier });

    expect(dialog).toHaveAccessibleName('Restore the state of #117?');
    expect(field('Reason')).toHaveFocus();
    expect(await screen.findByText(/waiting to start/)).toBeVisible();
    expect(api.refreshes).toEqual([
      { source: 'core', dryRun: true, syncId: earlier.id },
    ]);
  });

  it('does not pin to what cannot be read, and lets the reader choose again', async () => {
    const { submit } = await renderDialog('PIN', {
      preview: {
        status: 'FAILURE',
        errors: [
          createError({ error: 'There is no v9', hint: 'Correct the name.' }),
        ],
      },
    });
    await userEvent.keyboard('v9{Enter}');
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Nothing was applied: There is no v9 Correct the name.',
    );
    await userEvent.type(field('Reason'), 'Squads are gone');
    expect(screen.getByRole('button', { name: 'Pin' })).toBeDisabled();

    await submit('Back');
    expect(field('Branch, tag or commit')).toHaveValue('v9');
  });

  it('offers no refs of a directory, which has none', async () => {
    const { dialog } = await renderDialog('PIN', {
      source: {
        configuration: {
          ...createSource().configuration!,
          branch: '-',
          url: undefined,
        },
      },
    });

    expect(screen.getAllByRole('textbox')).toEqual([
      field('The state after the sync'),
    ]);
    expect(field('The state after the sync')).toHaveFocus();
    expect(await runAxe(dialog)).toHaveNoViolations();
  });

  it('says that the preview could not be requested, and tries again', async () => {
    const { api } = await renderDialog('PIN');
    api.error = new Error('out of order');
    await userEvent.keyboard('v1.2{Enter}');
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The preview could not be requested: out of order',
    );

    api.error = undefined;
    await userEvent.click(screen.getByRole('button', { name: 'Retry' }));
    expect(await screen.findByText(/waiting to start/)).toBeVisible();
  });
});

describe('the dialog that unpins', () => {
  const source = { steering: { pause: null, pin: createPin() } };

  it('shows first what the configured source would change', async () => {
    const { api, dialog, submit, onRequested } = await renderDialog('UNPIN', {
      source,
      preview: {},
    });
    expect(dialog).toHaveTextContent(
      /Pinned to v1\.2 \(4f2a9c8\) by jane\.doe, .* ago: The latest commit/,
    );
    expect(
      await screen.findByText(/3 added, 2 updated, 1 removed/),
    ).toBeVisible();
    expect(api.refreshes).toEqual([{ source: 'core', dryRun: true }]);

    await userEvent.type(field('Reason (optional)'), 'Mended');
    await submit('Unpin');
    await waitFor(() => expect(onRequested).toHaveBeenCalled());
    expect(api.steered).toEqual([
      [
        'unpinSource',
        'core',
        { reason: 'Mended', pin: source.steering.pin.id },
      ],
    ]);
  });

  it('does not wait for a preview that does not start', async () => {
    const { submit, onClose } = await renderDialog('UNPIN', { source });
    expect(await screen.findByText(/waiting to start/)).toBeVisible();
    await submit('Unpin');
    await waitFor(() => expect(onClose).toHaveBeenCalled());
  });

  it('lets readers unpin although the configured source cannot be read', async () => {
    const { submit, onClose } = await renderDialog('UNPIN', {
      source,
      preview: { status: 'FAILURE', errors: [createError()] },
    });
    expect(await screen.findByRole('alert')).toBeVisible();
    await submit('Unpin');
    await waitFor(() => expect(onClose).toHaveBeenCalled());
  });
});

describe('the dialog that cancels', () => {
  it('stops the sync that runs', async () => {
    const { api, dialog, submit, onClose } = await renderDialog('CANCEL', {
      source: { runningSync: running },
    });
    expect(dialog).toHaveAccessibleName('Cancel sync #119?');
    await userEvent.keyboard('Stuck');
    expect(await runAxe(dialog)).toHaveNoViolations();
    await submit('Cancel the sync');

    await waitFor(() => expect(onClose).toHaveBeenCalled());
    expect(api.steered).toEqual([
      ['cancelSync', 'running', { reason: 'Stuck' }],
    ]);
  });
});
