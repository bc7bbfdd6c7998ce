import { expect, Page } from '@playwright/test';
import { APPLICATIONS, editApplication, SQUADS } from './support/architecture';
import { githubTest as test } from './support/githubTest';
import { liveThroughMonth } from './support/liveHistory';
import { SCREENSHOTS_PATH } from './support/paths';
import { configOf, sourcesTest } from './support/sourcesTest';

const LOOKS = [
  ...[360, 800, 1400, 2560].flatMap(width =>
    (['light', 'dark'] as const).map(theme => ({ width, theme, dir: 'ltr' })),
  ),
  { width: 1400, theme: 'light', dir: 'rtl' },
];

const SETTINGS = '**/api/static-data/settings*';

/** Takes a picture of the whole page in every look; the theme and the direction are those of the app. */
async function takeAll(page: Page, state: string, path: string) {
  for (const { width, theme, dir } of LOOKS) {
    await page.setViewportSize({ width, height: 900 });
    await page.evaluate(chosen => localStorage.setItem('theme', chosen), theme);
    await page.goto(path);
    await expect(page.getByRole('heading').first()).toBeVisible();
    await page.evaluate(direction => {
      document.documentElement.dir = direction;
    }, dir);
    // charts grow when they appear
    await page.waitForTimeout(2_000);
    const name = [state, width, theme, ...(dir === 'rtl' ? [dir] : [])];
    await page.screenshot({
      path: `${SCREENSHOTS_PATH}/${name.join('-')}.png`,
      fullPage: true,
    });
  }
}

test('every state of the pages in every look', async ({
  architecture,
  product,
  page,
}) => {
  test.setTimeout(1_800_000);
  const dashboard = '/static-data-settings';
  const toSync = (id: string) => `${dashboard}/syncs/${id}`;

  await page.goto('/');
  await expect(page.getByRole('heading').first()).toBeVisible();
  await takeAll(page, 'empty', dashboard);
  await liveThroughMonth(architecture, product);
  await takeAll(page, 'healthy', dashboard);
  await takeAll(page, 'home', '/');
  await takeAll(page, 'not-found', `${dashboard}/nowhere`);

  await architecture.edit(
    APPLICATIONS,
    'Say within how many days money comes back',
    editApplication('refund-service', { description: 'Within two days.' }),
  );
  const changed = await product.sync();
  await takeAll(page, 'sync-changes', toSync(changed.id));

  await architecture.repository.commit({
    remove: ['contracts/payment-core', 'contracts/order-core'],
    message: 'Move contracts to their own repository',
  });
  await product.sync();
  await architecture.leaveConflict(SQUADS);
  const partial = await product.sync();
  await takeAll(page, 'held-and-partial', dashboard);
  await takeAll(page, 'sync-findings', toSync(partial.id));
  await takeAll(
    page,
    'compare',
    `${dashboard}/compare?from=${changed.id}&to=${partial.id}`,
  );

  architecture.server.fail('serverError');
  await product.sync();
  await takeAll(page, 'failing', dashboard);
  architecture.server.fail(undefined);

  await page.route(SETTINGS, route =>
    route.fulfill({
      status: 403,
      json: { error: { name: 'NotAllowedError', message: 'Not allowed' } },
    }),
  );
  await takeAll(page, 'not-allowed', dashboard);
  await page.unroute(SETTINGS);

  await page.route(SETTINGS, route => route.abort());
  await takeAll(page, 'unreachable', dashboard);
  await page.unroute(SETTINGS);

  // Never answered.
  await page.route(SETTINGS, () => {});
  await takeAll(page, 'loading', dashboard);
  await page.unroute(SETTINGS);

  await architecture.edit(
    APPLICATIONS,
    'Say more of it',
    editApplication('refund-service', { description: 'Within a day.' }),
  );
  const release = architecture.server.hold(/contents/);
  await product.call('/refresh', {});
  await takeAll(page, 'running', dashboard);
  release();
});

sourcesTest('several sources in every look', async ({ product, page }) => {
  test.setTimeout(600_000);
  const overview = '/static-data-settings';
  await page.goto('/');
  await expect(page.getByRole('heading').first()).toBeVisible();
  await takeAll(page, 'sources', overview);
  await takeAll(page, 'source', `${overview}/sources/platform`);

  await product.stop();
  await product.configure(configOf('company', 'payments'));
  await product.start();
  await takeAll(page, 'sources-left', overview);
});
