import { screen } from '@testing-library/react';
import { renderWithApi } from '../../__testUtils__/renderWithApi';
import { TriggeredBy } from './labels';

describe('TriggeredBy', () => {
  it.each([
    ['SCHEDULED', undefined, 'Schedule'],
    ['MANUAL', 'service:freshness-check', 'service:freshness-check'],
    ['PUSH', 'github:octocat', 'octocat on GitHub'],
    ['PUSH', 'azure:ann@example.com', 'ann@example.com on Azure DevOps'],
    ['MANUAL', undefined, 'Unknown'],
  ] as const)(
    'names who asked: %s by %s',
    async (syncType, triggeredBy, name) => {
      await renderWithApi(<TriggeredBy sync={{ syncType, triggeredBy }} />);
      expect(screen.getByText(name)).toBeInTheDocument();
    },
  );
});
