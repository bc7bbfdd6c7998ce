import { screen } from '@testing-library/react';
import { createSource } from '../../__testUtils__';
import { renderWithApi } from '../../__testUtils__/renderWithApi';
import { LeftNote } from './LeftNote';

// in a file of its own, because answers about permissions are cached for its run
describe('LeftNote without the permission to release', () => {
  it('says what becomes of the entities, and names the permission', async () => {
    await renderWithApi(
      <LeftNote source={createSource({ id: 'legacy', isConfigured: false })} />,
      undefined,
      { allowed: false },
    );

    expect(
      await screen.findByText(
        /Its 62 entities stay in the catalog until somebody releases them. Those that are deleted there are not sent again. You need the permission "staticData.sync.override"/,
      ),
    ).toBeVisible();
    expect(screen.queryByRole('button')).not.toBeInTheDocument();
  });
});
