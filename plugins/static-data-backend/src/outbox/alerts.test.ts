import { createSyncRecord } from '../__testUtils__/createSyncRecord';
import { AlertContext, assessAlerts, describeAlert } from './alerts';

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

const NOW = new Date('2026-03-10T10:00:00.000Z');

const pin: AlertContext['pin'] = {
  id: 1,
  pinnedBy: 'user:default/ada',
  since: '2026-03-03T09:59:59.000Z',
  until: null,
  reason: 'Bad release',
  ref: 'v1',
  revision: 'abc',
  sync: null,
};

const source = { id: 'default', isOnlyOne: true };

const context: AlertContext = {
  source,
  health: {
    consecutiveFailures: 3,
    lateBy: 5_400_000,
    dataAsOf: '2026-02-28T10:00:00.000Z',
  },
  heldRemovals: 12,
  pin: null,
  now: NOW,
  problems: {
    missing: { count: 1, entityRefs: ['component:default/cart'] },
    refused: {
      count: 7,
      entityRefs: ['api:default/orders', 'api:default/returns'],
    },
  },
  latestSync,
};

const SYNC_PAGE = `/static-data-settings/syncs/${latestSync.id}`;

describe('describeAlert', () => {
  it('says that syncs are failing, why, and what to do', () => {
    expect(describeAlert('failing', true, context)).toEqual({
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
    expect(describeAlert('removals-held', true, context)).toEqual({
      title: '12 removals are held back',
      description: expect.stringContaining('Restore them in the source'),
      severity: 'high',
      link: SYNC_PAGE,
      topic: 'static-data',
      scope: 'static-data:removals-held',
    });
  });

  it('says what is not in the catalog, and why', () => {
    expect(describeAlert('not-in-catalog', true, context)).toEqual({
      title: '8 entities are not in the catalog as they were sent',
      description:
        'Missing, and sent again: component:default/cart. Refused by the catalog: api:default/orders, api:default/returns and 5 more. The sync that sent them says why; every sync tries again.',
      severity: 'high',
      link: SYNC_PAGE,
      topic: 'static-data',
      scope: 'static-data:not-in-catalog',
    });
  });

  it('says that syncs are overdue, and what to do', () => {
    expect(describeAlert('stale', true, context)).toEqual({
      title: 'Scheduled syncs are not running',
      description: expect.stringMatching(
        /^The first .* was due 1 hour ago\. Check that .* as of 2026/,
      ),
      severity: 'critical',
      link: '/static-data-settings',
      topic: 'static-data',
      scope: 'static-data:stale',
    });
  });

  it('says that a pin may be forgotten, whose it is, and why', () => {
    expect(describeAlert('pinned', true, { ...context, pin })).toMatchObject({
      title: 'The catalog is pinned to an old revision',
      description:
        'user:default/ada pinned it to v1 (commit abc) 7 days ago: Bad release. What was pushed since is not in the catalog. Unpin the source once the reason is over. The catalog was last synchronised at 2026-02-28T10:00:00.000Z.',
      scope: 'static-data:pinned',
    });
  });

  it('tells whether an old pin has ended or was replaced', () => {
    const describeEnd = (latest: typeof pin | null) =>
      describeAlert('pinned', false, { ...context, pin: latest }).title;
    expect(describeEnd(null)).toBe('The catalog follows its source again');
    expect(describeEnd(pin)).toBe(
      'Another pin has taken the place of the old one',
    );
  });

  it.each([
    ['failing', 'Syncs are no longer failing'],
    ['removals-held', 'Removals are no longer held back'],
    ['stale', 'Scheduled syncs are running again'],
  ] as const)(
    'says that %s is over, in place of the first notification',
    (name, title) => {
      expect(describeAlert(name, false, context)).toEqual({
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

  it('gets the singular right, and leaves out what is not known', () => {
    const first: AlertContext = {
      source,
      problems: context.problems,
      health: { consecutiveFailures: 1, lateBy: 0, dataAsOf: null },
      heldRemovals: 1,
      pin: null,
      now: NOW,
    };
    expect(describeAlert('failing', true, first)).toMatchObject({
      title: 'The last sync failed',
      description: 'Nothing has reached the catalog yet.',
      link: '/static-data-settings',
    });
    expect(describeAlert('removals-held', true, first)).toMatchObject({
      title: '1 removal is held back',
    });
  });
});

const well = {
  health: { consecutiveFailures: 0, lateBy: 0, dataAsOf: null },
  heldRemovals: 0,
  pin: null,
  now: NOW,
  problems: {
    missing: { count: 0, entityRefs: [] },
    refused: { count: 0, entityRefs: [] },
  },
};

describe('describeAlert of one of several sources', () => {
  const ofPayments: AlertContext = {
    ...context,
    source: { id: 'payments', isOnlyOne: false },
  };

  it('names it, in a scope of its own', () => {
    expect(describeAlert('failing', true, ofPayments)).toMatchObject({
      title: 'payments: The last 3 syncs failed',
      link: SYNC_PAGE,
      scope: 'static-data:failing:payments',
    });
    expect(describeAlert('failing', false, ofPayments)).toMatchObject({
      title: 'payments: Syncs are no longer failing',
      scope: 'static-data:failing:payments',
    });
  });

  it('links to its page', () => {
    expect(describeAlert('stale', true, ofPayments)).toMatchObject({
      title: 'payments: Scheduled syncs are not running',
      link: '/static-data-settings/sources/payments',
    });
  });

  it('keeps the scope of the source that was there before the others', () => {
    const ofDefault = {
      ...ofPayments,
      source: { ...source, isOnlyOne: false },
    };
    expect(describeAlert('stale', true, ofDefault)).toMatchObject({
      title: 'default: Scheduled syncs are not running',
      scope: 'static-data:stale',
    });
  });
});

describe('assessAlerts', () => {
  it('finds nothing wrong when all is well', () => {
    expect(assessAlerts(well, 3)).toEqual({
      failing: false,
      'removals-held': false,
      'not-in-catalog': false,
      stale: false,
      pinned: false,
    });
  });

  it.each([
    [2, 3, false],
    [3, 3, true],
    [4, 3, true],
    [1, 1, true],
  ])(
    'after %p failures in a row, with a limit of %p: failing is %p',
    (consecutiveFailures, tooMany, failing) => {
      const health = { ...well.health, consecutiveFailures };
      expect(assessAlerts({ ...well, health }, tooMany)).toMatchObject({
        failing,
        stale: false,
      });
    },
  );

  it('sees that removals are held', () => {
    expect(assessAlerts({ ...well, heldRemovals: 1 }, 3)).toEqual({
      failing: false,
      'removals-held': true,
      'not-in-catalog': false,
      stale: false,
      pinned: false,
    });
  });

  it.each(['missing', 'refused'])('sees that entities are %s', problem => {
    const problems = {
      ...well.problems,
      [problem]: { count: 1, entityRefs: ['component:default/cart'] },
    };
    expect(assessAlerts({ ...well, problems }, 3)).toEqual({
      failing: false,
      'removals-held': false,
      'not-in-catalog': true,
      stale: false,
      pinned: false,
    });
  });

  it('sees that syncs are overdue', () => {
    const health = { ...well.health, lateBy: 1 };
    expect(assessAlerts({ ...well, health }, 3)).toEqual({
      failing: false,
      'removals-held': false,
      'not-in-catalog': false,
      stale: true,
      pinned: false,
    });
  });

  it('sees that a source has been pinned for more than a week', () => {
    expect(assessAlerts({ ...well, pin }, 3)).toMatchObject({ pinned: true });
    const since = '2026-03-03T10:00:00.000Z';
    expect(assessAlerts({ ...well, pin: { ...pin, since } }, 3)).toMatchObject({
      pinned: false,
    });
  });
});
