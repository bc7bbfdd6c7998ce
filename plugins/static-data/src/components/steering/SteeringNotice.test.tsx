import { SourceSteering } from '@internal/plugin-static-data-common';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { createPause, createPin } from '../../__testUtils__';
import { runAxe } from '../../__testUtils__/runAxe';
import { renderWithApi } from '../../__testUtils__/renderWithApi';
import { SteeringNotice } from './SteeringNotice';

async function renderNotice(
  steering: Partial<SourceSteering>,
  onAct?: () => void,
) {
  return renderWithApi(
    <SteeringNotice
      steering={{ pause: null, pin: null, ...steering }}
      onAct={onAct}
    />,
  );
}

describe('SteeringNotice', () => {
  beforeEach(() => {
    jest.useFakeTimers({
      now: new Date('2026-05-04T12:32:00.000Z'),
      advanceTimers: true,
    });
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  it.each([
    [
      { pause: createPause() },
      'Paused by jane.doe, 12 minutes ago: The teams are being reorganised',
    ],
    [
      {
        pause: createPause({
          pausedBy: null,
          until: '2026-05-04T14:00:00.000Z',
          reason: 'Maintenance window',
        }),
      },
      'Paused by the configuration, 12 minutes ago, until 2:00 PM UTC: Maintenance window',
    ],
    [
      { pin: createPin({ pinnedBy: 'plugin:scaffolder' }) },
      'Pinned to v1.2 (4f2a9c8) by plugin:scaffolder, 12 minutes ago: The latest commit empties the squads',
    ],
    [
      {
        pin: createPin({
          ref: null,
          sync: { id: 'a', number: 117 },
          until: '2026-05-05T08:00:00.000Z',
        }),
      },
      'Pinned to the state of #117 by jane.doe, 12 minutes ago, until Tue, 8:00 AM UTC: The latest commit empties the squads',
    ],
    [
      { pin: createPin({ ref: createPin().revision }) },
      'Pinned to 4f2a9c8 by jane.doe, 12 minutes ago: The latest commit empties the squads',
    ],
  ])(
    'says who, since when, until when and why: %j',
    async (steering, words) => {
      const { container } = await renderNotice(steering);

      expect(
        screen.getByRole('group', { name: 'Steering of the syncs' }),
      ).toHaveTextContent(words);
      expect(screen.queryByRole('button')).not.toBeInTheDocument();
      expect(await runAxe(container)).toHaveNoViolations();
    },
  );

  it('lets those who may end it', async () => {
    const onAct = jest.fn();
    await renderNotice({ pause: createPause(), pin: createPin() }, onAct);

    await userEvent.click(
      await screen.findByRole('button', { name: 'Resume…' }),
    );
    await userEvent.click(
      await screen.findByRole('button', { name: 'Unpin…' }),
    );
    expect(onAct.mock.calls).toEqual([['RESUME'], ['UNPIN']]);
  });

  it('shows all of a reason that is cut', async () => {
    // there is no layout in jsdom
    jest.spyOn(Element.prototype, 'scrollHeight', 'get').mockReturnValue(40);
    jest.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(20);
    const { container } = await renderNotice({ pause: createPause() });

    const button = screen.getByRole('button', {
      name: 'Show all of the reason',
    });
    expect(button).toHaveAttribute('aria-expanded', 'false');
    await userEvent.click(button);
    expect(
      screen.getByRole('button', { name: 'Show less of the reason' }),
    ).toHaveAttribute('aria-expanded', 'true');
    expect(await runAxe(container)).toHaveNoViolations();
    jest.restoreAllMocks();
  });

  it('is not there where nobody steers', async () => {
    await renderNotice({});
    expect(screen.queryByRole('group')).not.toBeInTheDocument();
  });
});
