import { SyncStatus } from '../types';
import { summarizeOutcomes } from './summarizeOutcomes';

function summarize(...statuses: SyncStatus[]) {
  return summarizeOutcomes(
    statuses.map((status, hour) => ({
      startTime: new Date(Date.UTC(2026, 0, 1, hour)).toISOString(),
      status,
    })),
  );
}

describe('summarizeOutcomes', () => {
  it('is all well before the first sync', () => {
    expect(summarize()).toEqual({ uptime: 100, consecutiveFailures: 0 });
  });

  it('counts what was applied in part as up', () => {
    expect(
      summarize('SUCCESS', 'FAILURE', 'PARTIAL_SUCCESS', 'SUCCESS'),
    ).toEqual({ uptime: 75, consecutiveFailures: 0 });
  });

  it('counts failures back to the latest sync that was applied', () => {
    expect(
      summarize('FAILURE', 'PARTIAL_SUCCESS', 'FAILURE', 'FAILURE'),
    ).toEqual({ uptime: 25, consecutiveFailures: 2 });
    expect(summarize('FAILURE', 'FAILURE')).toEqual({
      uptime: 0,
      consecutiveFailures: 2,
    });
  });
});
