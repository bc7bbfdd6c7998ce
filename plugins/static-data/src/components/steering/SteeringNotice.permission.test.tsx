import { screen } from '@testing-library/react';
import { createPause, createPin } from '../../__testUtils__';
import { renderWithApi } from '../../__testUtils__/renderWithApi';
import { SteeringNotice } from './SteeringNotice';

// in a file of its own, because answers about permissions are cached for its run
describe('SteeringNotice without permissions', () => {
  it('says what there is, and offers nothing', async () => {
    await renderWithApi(
      <SteeringNotice
        steering={{ pause: createPause(), pin: createPin() }}
        onAct={() => {}}
      />,
      undefined,
      { allowed: false },
    );

    expect(await screen.findByText('Paused')).toBeVisible();
    expect(screen.getByText('Pinned')).toBeVisible();
    expect(screen.queryByRole('button')).not.toBeInTheDocument();
  });
});
