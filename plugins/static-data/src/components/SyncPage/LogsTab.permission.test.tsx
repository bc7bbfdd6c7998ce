import { screen } from '@testing-library/react';
import { FakeStaticDataApi } from '../../__testUtils__';
import { renderWithApi } from '../../__testUtils__/renderWithApi';
import { LogsTab } from './LogsTab';

// In a file of its own, because the hook caches the answer to a permission
// request for as long as its module lives.
describe('LogsTab without permission', () => {
  it('says which permission it takes', async () => {
    await renderWithApi(
      <LogsTab syncId="any" phases={[]} />,
      new FakeStaticDataApi(),
      {
        allowed: false,
      },
    );

    expect(
      await screen.findByText(
        /You need the permission "staticData.sync.refresh"/,
      ),
    ).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Download' })).toBeNull();
  });
});
