import { createSyncRecord } from '../__testUtils__/createSyncRecord';
import {
  AlertContext,
  describeClosedAlert,
  describeOpenAlert,
} from './describeAlert';

const latestSync = createSyncRecord({
  startTime: '2026-03-01T10:00:00.000Z',
  status: 'FAILURE',
  errors: [
    {
      phase: 'FETCH',
      code: 'AUTH',
      error: 'GitHub refused the token',
      hint: 'Renew it.',
      stackTrace: 'at fetch',
    },
  ],
});

const context: AlertContext = {
  health: {
    consecutiveFailures: 3,
    lateBy: 5_400_000,
    dataAsOf: '2026-02-28T10:00:00.000Z',
  },
  heldRemovals: 12,
  latestSync,
};

const SYNC_PAGE = `/static-data-settings/syncs/${latestSync.id}`;

describe('the description of an alert', () => {
  it('says that syncs fail, why, and what to do', () => {
    expect(describeOpenAlert('failing', context)).toEqual({
      title: 'The last 3 syncs failed',
      description:
        'GitHub refused the token. Renew it. The catalog shows the source as of 2026-02-28T10:00:00.000Z.',
      severity: 'critical',
      link: SYNC_PAGE,
      topic: 'static-data',
      scope: 'static-data:failing',
    });
  });

  it('says that removals are held, and what to do', () => {
    expect(describeOpenAlert('removals-held', context)).toEqual({
      title: '12 removals are held back',
      description: expect.stringContaining('Restore it in the source'),
      severity: 'high',
      link: SYNC_PAGE,
      topic: 'static-data',
      scope: 'static-data:removals-held',
    });
  });

  it('says that no sync comes, and what to do', () => {
    expect(describeOpenAlert('stale', context)).toEqual({
      title: 'Syncs do not run when they are due',
      description: expect.stringMatching(
        /^The first .* was due 1 hour ago\. Look whether .* as of 2026/,
      ),
      severity: 'critical',
      link: '/static-data-settings',
      topic: 'static-data',
      scope: 'static-data:stale',
    });
  });

  it.each([
    ['failing', 'Syncs succeed again'],
    ['removals-held', 'No removals are held back any more'],
    ['stale', 'Syncs run when they are due again'],
  ] as const)(
    'says that %s is over, in the place of what it said before',
    (name, title) => {
      expect(describeClosedAlert(name, context)).toEqual({
        title,
        description:
          'The catalog shows the source as of 2026-02-28T10:00:00.000Z.',
        severity: 'normal',
        link: SYNC_PAGE,
        topic: 'static-data',
        scope: `static-data:${name}`,
      });
    },
  );

  it('counts in words that are right, and says nothing of what it does not know', () => {
    const first: AlertContext = {
      health: { consecutiveFailures: 1, lateBy: 0, dataAsOf: null },
      heldRemovals: 1,
    };
    expect(describeOpenAlert('failing', first)).toMatchObject({
      title: 'The last sync failed',
      description: 'Nothing has come into the catalog yet.',
      link: '/static-data-settings',
    });
    expect(describeOpenAlert('removals-held', first)).toMatchObject({
      title: '1 removal is held back',
    });
  });
});
