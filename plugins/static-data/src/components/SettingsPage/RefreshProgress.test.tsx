import { ResponseError } from '@backstage/errors';
import { screen } from '@testing-library/react';
import { createError, createSync } from '../../__testUtils__';
import { renderWithApi } from '../../__testUtils__/renderWithApi';
import { RefreshProgress } from './RefreshProgress';

describe('RefreshProgress', () => {
  it('shows a preview that failed as an error, and why it did', async () => {
    const sync = createSync({
      status: 'FAILURE',
      dryRun: true,
      errors: [createError({ error: 'There is no branch "feature/x"' })],
    });
    await renderWithApi(
      <RefreshProgress
        refresh={{
          status: 'finished',
          sync,
          options: { dryRun: true, ref: 'feature/x' },
        }}
        runningSync={null}
      />,
    );

    const alert = screen.getByRole('alert');
    expect(alert).toHaveTextContent('The preview of feature/x, #118, finished');
    expect(alert).toHaveTextContent('There is no branch "feature/x"');
    // announced once
    expect(screen.getByRole('status')).toHaveTextContent(/^$/);
  });

  it('says when the backend takes requests again', async () => {
    const response = new Response('{}', {
      status: 429,
      headers: { 'Retry-After': '30' },
    });
    await renderWithApi(
      <RefreshProgress
        refresh={{
          status: 'failed',
          error: await ResponseError.fromResponse(response),
        }}
        runningSync={null}
      />,
    );

    expect(screen.getByRole('alert')).toHaveTextContent(
      'The sync could not be requested: Too many requests. Try again in 30 seconds.',
    );
  });
});
