import { expect, Locator, Page, Route } from '@playwright/test';
import {
  PullRequest,
  SyncHistoryRecord,
} from '@internal/plugin-static-data-common';
import { APPLICATIONS, editApplication, SQUADS } from './architecture';
import { DataSync } from './DataSync';
import { GithubArchitecture } from './GithubArchitecture';
import { liveThroughMonth } from './liveHistory';
import { Product } from './Product';
import { configOf } from './sourcesTest';
import { OUR_CARDS, State } from './states';

const DASHBOARD = '/static-data-settings';
const COMPONENT = '/catalog/default/component/refund-service';
const SETTINGS = '**/api/static-data/settings*';
const SOURCES = '**/api/static-data/sources*';

/** As long as people write it. */
const REASON =
  'The host of the repositories moves to another address this week, and until it has arrived there every read of the build files would take several minutes and then fail';

/** What a page that the reader may not see is answered with. */
const NOT_ALLOWED = {
  status: 403,
  json: { error: { name: 'NotAllowedError', message: 'Not allowed' } },
};

/** Allows the reader to see it once, and then no more. */
const allowOnce = () => {
  let isAllowed = true;
  return (route: Route) => {
    if (!isAllowed) {
      return route.fulfill(NOT_ALLOWED);
    }
    isAllowed = false;
    return route.continue();
  };
};

/** As when the reader leaves the tab and comes back to it, whereupon pages load what they show again. */
const returnToTab = (page: Page) =>
  page.evaluate(() => {
    for (const value of ['hidden', 'visible']) {
      Object.defineProperty(document, 'visibilityState', {
        configurable: true,
        value,
      });
      document.dispatchEvent(new Event('visibilitychange'));
    }
  });

/** Allows the reader nothing but to read. */
const denyAll = (route: Route) => {
  const { items } = route.request().postDataJSON() as {
    items: Array<{ id: string }>;
  };
  return route.fulfill({
    json: { items: items.map(({ id }) => ({ id, result: 'DENY' })) },
  });
};

const PULL_REQUESTS = [
  { number: 31, verdict: 'pending' },
  {
    number: 30,
    title: 'Retire the gateway of the old shop',
    verdict: 'failed',
    syncId: 'preview',
    changes: { added: 0, updated: 12, removed: 3, held: 9 },
  },
  {
    number: 29,
    title: `Move ${'every-service-'.repeat(12)}`,
    isFork: true,
    verdict: 'error',
    problem:
      'github.com does not answer; the check is made again with the next push',
  },
].map(
  (overrides): PullRequest => ({
    source: 'default',
    title: 'Add the wish list',
    author: 'octocat',
    url: `https://github.com/harborline-wealth/architecture/pull/${overrides.number}`,
    state: 'open',
    head: '4f2a9c8d1b7e6f5a4c3b2a1908f7e6d5c4b3a291',
    headRef: 'wishlist',
    target: 'main',
    isFork: false,
    updatedAt: new Date().toISOString(),
    ...(overrides as Pick<PullRequest, 'number' | 'verdict'>),
  }),
);

/** Every state of the pages of one source, in an order in which each follows from those before. */
export function listStates(context: {
  architecture: GithubArchitecture;
  product: Product;
  page: Page;
}): State[] {
  const { architecture, product, page } = context;
  const dataSync = new DataSync(page);
  const { history, heldRemovals } = dataSync;
  const heading = page.getByRole('heading');
  const tab = (name: RegExp) => page.getByRole('tab', { name, selected: true });
  const rows = history.getByRole('row').nth(1);
  const button = (name: string | RegExp) => page.getByRole('button', { name });
  const open = (menuItem: RegExp) => () => dataSync.chooseRefresh(menuItem);

  let sync: SyncHistoryRecord;
  let before: SyncHistoryRecord;
  let changed: SyncHistoryRecord;
  const describe = (description: string) =>
    architecture.edit(
      APPLICATIONS,
      `Describe refunds: ${description}`,
      editApplication('refund-service', { description }),
    );
  const run = async () => {
    sync = await product.sync();
  };
  const steer = (act: string, reason?: string, options?: object) =>
    product.call(`/sources/default/${act}`, { reason, ...options });
  const dryRun = async (ref?: string) => {
    const answer = await product.call<{ sync: SyncHistoryRecord }>('/refresh', {
      dryRun: true,
      ref,
      wait: true,
    });
    sync = answer.sync;
  };

  const dashboard = (
    name: string,
    more: Partial<State> & { awaited?: Locator } = {},
  ): State => ({ name, path: DASHBOARD, awaited: rows, ...more });
  const syncPage = (
    name: string,
    tabId: string,
    label: RegExp,
    more: Partial<State> = {},
  ): State => ({
    name,
    path: () => `${DASHBOARD}/syncs/${sync.id}?tab=${tabId}`,
    awaited: tab(label),
    ...more,
  });
  /** The overview of an entity, with our cards. */
  const entityPage = (name: string, ref: string): State => ({
    name,
    path: `/catalog/default/${ref}`,
    awaited: page.getByText('All changes'),
    part: OUR_CARDS,
  });
  /** What a page becomes that the reader may not see any more. */
  const forbiddenLater = (text: string): Pick<State, 'awaited' | 'act'> => ({
    awaited: page.getByText(text).or(page.getByText('Healthy').first()),
    act: async () => {
      await returnToTab(page);
      await expect(page.getByText(text)).toBeVisible();
      await expect(page.getByText('Healthy')).toHaveCount(0);
    },
  });
  const dialog = (
    name: string,
    act: () => Promise<unknown>,
    more: Partial<State> = {},
  ): State => dashboard(name, { act, part: '[role=dialog]', ...more });

  // Backstage shows one of its own while it loads the page
  const progress = page
    .getByRole('region', { name: 'Actions' })
    .getByRole('progressbar');

  let release = () => {};
  let runningId: string;
  let queuedId: string;
  const findRunning = async () => {
    const { running } = await product.call<{ running: { id: string } | null }>(
      '/sync-history/running',
    );
    return running?.id;
  };

  return [
    dashboard('empty', {
      prepare: () => product.restartEmpty(),
      awaited: page.getByText(/^No sync has run yet/),
    }),
    dashboard('not-allowed', {
      awaited: page.getByText('You are not allowed to see this page'),
      answers: {
        [SETTINGS]: route => route.fulfill(NOT_ALLOWED),
      },
    }),
    dashboard('unreachable', {
      awaited: button('Retry'),
      answers: { [SETTINGS]: route => route.abort() },
    }),
    dashboard('loading', {
      // not that of the app, which loads the page before
      awaited: page.getByRole('progressbar', { name: /^Loading the state/ }),
      answers: { [SETTINGS]: () => {} },
    }),
    dashboard('healthy', {
      prepare: () => liveThroughMonth(architecture, product),
    }),
    dashboard('forbidden-later', {
      ...forbiddenLater('You are not allowed to see this page'),
      answers: { [SETTINGS]: allowOnce() },
    }),
    { name: 'home', path: '/', awaited: page.getByText('Open Data Sync') },
    {
      name: 'home-forbidden-later',
      path: '/',
      ...forbiddenLater('You are not allowed to see this'),
      answers: { [SOURCES]: allowOnce() },
    },
    {
      name: 'home-not-allowed',
      path: '/',
      awaited: page.getByText('You are not allowed to see this'),
      answers: {
        [SOURCES]: route => route.fulfill(NOT_ALLOWED),
      },
    },
    {
      name: 'graph',
      path: '/catalog-graph',
      awaited: page.locator('svg text', { hasText: /^payment.core$/i }),
      isOfApp: true,
    },
    {
      name: 'catalog',
      path: '/catalog?filters[user]=all',
      awaited: page.getByRole('link', { name: 'Payment Gateway' }),
      isOfApp: true,
    },
    dashboard('read-only', {
      answers: { '**/api/permission/authorize': denyAll },
    }),
    {
      name: 'not-found',
      path: `${DASHBOARD}/nowhere`,
      awaited: heading,
      isOfApp: true,
    },
    dashboard('actions', {
      act: () => button('More actions').click(),
      part: '[role=menu]',
    }),
    dialog('shortcuts', () => page.keyboard.press('?')),
    dialog('preview-dialog', open(/^Preview a branch/)),
    dialog('pause-dialog', open(/^Pause/)),
    dialog('pin-dialog', open(/^Pin/)),
    dashboard('stale', {
      act: async () => {
        await page.route(SETTINGS, route => route.abort());
        await product.call('/refresh', {});
        await page
          .getByText(/^The page could not be updated/)
          .waitFor({ timeout: 60_000 });
      },
      answers: { [SETTINGS]: route => route.continue() },
    }),
    dashboard('filtered-to-nothing', {
      path: `${DASHBOARD}?q=nothing-like-this`,
      awaited: page.getByText('No sync matches the filters'),
    }),
    syncPage('sync-of-nothing', 'changes', /^Changes/, { prepare: run }),
    syncPage('sync-without-findings', 'findings', /^Findings/),
    syncPage('sync-changes', 'changes', /^Changes/, {
      prepare: async () => {
        await describe('Within two days.');
        await run();
        changed = sync;
      },
      act: () => button(/^Differences in/).click(),
    }),
    syncPage('sync-actions', 'changes', /^Changes/, {
      act: () => button('More actions').click(),
      part: '[role=menu]',
    }),
    syncPage('sync-confirmation', 'confirmation', /^Confirmation/),
    syncPage('sync-phases', 'phases', /^Phases/),
    syncPage('sync-configuration', 'configuration', /^Configuration/),
    syncPage('sync-logs', 'logs', /^Logs/, {
      awaited: page.getByText(/\d+ lines/),
    }),
    syncPage('sync-logs-not-allowed', 'logs', /^Logs/, {
      awaited: page.getByText('You are not allowed to see logs'),
      answers: { '**/api/permission/authorize': denyAll },
    }),
    syncPage('restore-dialog', 'changes', /^Changes/, {
      act: async () => {
        await button('More actions').click();
        await page.getByRole('menuitem', { name: /^Restore/ }).click();
        await page
          .getByRole('dialog')
          .getByText(/would change|would apply|had changed/)
          .first()
          .waitFor();
      },
      part: '[role=dialog]',
    }),
    syncPage('dry-run', 'changes', /^Changes/, {
      prepare: async () => {
        await describe('Within three days.');
        await dryRun();
      },
    }),
    syncPage('preview-of-a-pull-request', 'changes', /^Changes/, {
      prepare: async () => {
        await architecture.repository.branch('shorter');
        await architecture.restore();
        await dryRun('shorter');
      },
    }),
    {
      name: 'no-such-sync',
      path: `${DASHBOARD}/syncs/nothing`,
      awaited: page.getByText('There is no such sync'),
    },
    dashboard('pull-requests', {
      // a telephone folds the table away
      awaited: page.getByRole('region', { name: 'Open pull requests' }),
      answers: {
        '**/api/static-data/pull-requests*': route =>
          route.fulfill({ json: { pullRequests: PULL_REQUESTS } }),
      },
    }),
    {
      name: 'compare',
      path: () => `${DASHBOARD}/compare?from=${changed.id}&to=${sync.id}`,
      prepare: run,
      awaited: page.getByText(/^Net changes/),
    },
    {
      name: 'compare-without-difference',
      path: () => `${DASHBOARD}/compare?from=${before.id}&to=${sync.id}`,
      prepare: async () => {
        before = sync;
        await run();
      },
      awaited: page.getByText(/^No differences/),
    },
    {
      name: 'compare-nothing',
      path: `${DASHBOARD}/compare`,
      awaited: page.getByText(/^Choose the two syncs/),
    },
    {
      name: 'state',
      path: () => `${DASHBOARD}/sources/default/state?at=${changed.number}`,
      awaited: button(/ as it was$/).first(),
      act: async () => {
        await button(/ as it was$/)
          .first()
          .click();
        await page.getByRole('group', { name: / as it was$/ }).waitFor();
      },
    },
    {
      name: 'state-unknown',
      path: `${DASHBOARD}/sources/default/state?at=2001-01-01T00:00:00Z`,
      awaited: page.getByText('This state is not known'),
    },
    entityPage('entity', 'component/refund-service'),
    entityPage('entity-of-api', 'api/payment-core-payment-gateway-api-v1'),
    entityPage('entity-of-system', 'system/payment-core'),
    entityPage('entity-of-domain', 'domain/payments'),
    {
      name: 'entity-history',
      path: `${COMPONENT}/sync-history`,
      awaited: page.getByRole('article'),
    },
    {
      name: 'entity-without-history',
      // from a file of the app, and none of the sources
      path: '/catalog/static-data/api/static-data/sync-history',
      awaited: page.getByText('No recorded changes'),
    },
    {
      name: 'entity-not-allowed',
      path: `${COMPONENT}/sync-history`,
      awaited: page.getByText('You are not allowed to see this'),
      answers: {
        '**/api/static-data/entities/**': route => route.fulfill(NOT_ALLOWED),
      },
    },
    {
      name: 'scorecard',
      path: '/catalog/default/group/payments-squad',
      awaited: page.getByText(/^(No findings concern|and \d+ more)/),
      part: OUR_CARDS,
    },
    dashboard('paused', {
      prepare: () => steer('pause', REASON),
      awaited: button('Resume…'),
    }),
    dialog('resume-dialog', () => button('Resume…').click()),
    dashboard('pinned', {
      prepare: async () => {
        await steer('resume');
        await steer('pin', REASON, { syncId: changed.id });
        await run();
      },
      awaited: button('Unpin…'),
    }),
    dialog('unpin-dialog', async () => {
      await button('Unpin…').click();
      await page
        .getByRole('dialog')
        .getByText(/added|changed/)
        .waitFor();
    }),
    dashboard('paused-and-pinned', {
      prepare: () => steer('pause', REASON),
      awaited: button('Unpin…'),
      end: async () => {
        await steer('resume');
        await steer('unpin');
      },
    }),
    dashboard('held-and-partial', {
      prepare: async () => {
        await architecture.emptyContracts();
        await run();
        await architecture.leaveConflict(SQUADS);
        await run();
      },
      awaited: heldRemovals.getByRole('button', { name: 'Review' }),
    }),
    dashboard('held-and-partial-and-paused', {
      prepare: () => steer('pause', REASON),
      awaited: heldRemovals.getByRole('button', { name: 'Review' }),
      end: () => steer('resume'),
    }),
    dialog('held-removals', () => dataSync.reviewHeldRemovals()),
    dialog('approve-dialog', async () => {
      await dataSync.reviewHeldRemovals();
      await heldRemovals.getByRole('checkbox', { name: 'Select all' }).click();
      await heldRemovals.getByRole('button', { name: /^Approve/ }).click();
      await page.getByLabel(/^Type REMOVE/).waitFor();
    }),
    syncPage('sync-findings', 'findings', /^Findings/),
    dashboard('failing', {
      prepare: async () => {
        architecture.server.fail('serverError');
        await run();
        await run();
      },
    }),
    syncPage('sync-failed', 'findings', /^Findings/, {
      end: () => architecture.restore(),
    }),
    dashboard('running', {
      prepare: async () => {
        await describe('Within a day.');
        release = architecture.server.hold(/contents/);
        await product.call('/refresh', {});
        await expect.poll(findRunning).toBeDefined();
        runningId = (await findRunning())!;
      },
      awaited: progress,
    }),
    dialog('cancel-dialog', open(/^Cancel the sync/), {
      awaited: progress,
    }),
    {
      name: 'sync-running',
      path: () => `${DASHBOARD}/syncs/${runningId}`,
      awaited: button(/^Cancel the sync/),
    },
    {
      name: 'sync-queued',
      prepare: async () => {
        const answer = await product.call<{ syncId: string }>('/refresh', {
          dryRun: true,
        });
        queuedId = answer.syncId;
      },
      path: () => `${DASHBOARD}/syncs/${queuedId}`,
      awaited: page.getByText('Waiting to start'),
    },
    {
      name: 'sync-cancelled',
      prepare: async () => {
        await product.call(`/sync-history/${runningId}/cancel`, {
          reason: REASON,
        });
        release();
        await expect.poll(findRunning).not.toBe(runningId);
      },
      path: () => `${DASHBOARD}/syncs/${runningId}`,
      awaited: tab(/^Findings/),
    },
  ];
}

/** Every state of the pages of several sources. */
export function listStatesOfSources(context: {
  product: Product;
  page: Page;
}): State[] {
  const { product, page } = context;
  const sources = page.getByRole('region', { name: 'Sources' });
  const rows = sources.getByRole('row').nth(1);
  return [
    { name: 'sources', path: DASHBOARD, awaited: rows },
    {
      name: 'source',
      path: `${DASHBOARD}/sources/platform`,
      awaited: page.getByRole('region', { name: 'History' }).getByRole('row'),
    },
    {
      name: 'no-such-source',
      path: `${DASHBOARD}/sources/nothing`,
      awaited: page.getByText('There is no such source'),
    },
    {
      name: 'sources-left',
      prepare: async () => {
        await product.stop();
        await product.configure(configOf('company', 'payments'));
        await product.start();
      },
      path: DASHBOARD,
      awaited: sources.getByRole('button', { name: /^Release/ }),
    },
    {
      name: 'source-left',
      path: `${DASHBOARD}/sources/platform`,
      awaited: page.getByText(/has been removed from the configuration/),
    },
    {
      name: 'release-dialog',
      path: DASHBOARD,
      awaited: rows,
      act: () => sources.getByRole('button', { name: /^Release/ }).click(),
      part: '[role=dialog]',
    },
  ];
}
