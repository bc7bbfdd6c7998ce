import { expect } from '@playwright/test';
import { expectAccessible } from './support/expectAccessible';
import { MAX_SHIFT, recordLayoutShift } from './support/layoutShift';
import { configOf, sourcesTest as test } from './support/sourcesTest';

const OVERVIEW = '/static-data-settings';

for (const [when, hadSeveral] of [
  ['at the first visit', undefined],
  ['where there was one source at the last visit', 'false'],
]) {
  test(`nothing is refused ${when}`, async ({ page }) => {
    const refused: string[] = [];
    page.on('response', response => {
      if (response.status() >= 400) {
        refused.push(`${response.status()} ${response.url()}`);
      }
    });
    await page.addInitScript(value => {
      if (value) {
        localStorage.setItem('static-data.several-sources', value);
      }
    }, hadSeveral);
    await page.goto(OVERVIEW);
    await expect(
      page.getByRole('region', { name: 'History' }).getByRole('row').nth(1),
    ).toBeVisible({ timeout: 30_000 });
    await page.waitForLoadState('networkidle');
    expect(refused).toEqual([]);
  });
}

test('nothing moves while the sources load', async ({ page }) => {
  await page.setViewportSize({ width: 1400, height: 900 });
  const readShift = await recordLayoutShift(page);
  await page.goto(OVERVIEW);
  await expect(
    page.getByRole('region', { name: 'History' }).getByRole('row').nth(1),
  ).toBeVisible({ timeout: 30_000 });
  await page.waitForLoadState('networkidle');
  expect(await readShift()).toBeLessThan(MAX_SHIFT);
});

test('an architect sees how each of several sources is doing, and why', async ({
  product,
  page,
}) => {
  test.setTimeout(180_000);
  const sources = page.getByRole('region', { name: 'Sources' });
  const rowOf = (id: string) =>
    sources
      .getByRole('row')
      .filter({ has: page.getByRole('link', { name: id, exact: true }) });
  const history = page.getByRole('region', { name: 'History' });

  await test.step('all of them side by side', async () => {
    await page.goto(OVERVIEW);
    await expect(rowOf('company')).toContainText('Healthy');
    await expect(rowOf('company')).toContainText('62');
    await expect(rowOf('platform')).toContainText('Healthy');
    await expect(rowOf('payments')).toContainText(/Unhealthy.*nowhere.*#1/);
    await expect(history.getByRole('row')).toHaveCount(4);
    await expectAccessible(page);
  });

  await test.step('the history of one', async () => {
    await history
      .getByRole('combobox', { name: 'Source' })
      .selectOption('platform');
    await expect(history.getByRole('row')).toHaveCount(2);
    await expect(page).toHaveURL(/source=platform/);
  });

  await test.step('a dashboard of its own', async () => {
    await rowOf('platform').getByRole('link', { name: 'platform' }).click();
    await expect(page).toHaveURL(/sources\/platform$/);
    await expect(
      page.getByRole('heading', { name: 'platform' }).first(),
    ).toBeVisible();
    await page.getByRole('button', { name: 'Manual Refresh' }).click();
    await expect(history.getByRole('link', { name: '#2' })).toBeVisible();
    await expectAccessible(page);
    await history.getByRole('link', { name: '#2' }).click();
    await expect(page.getByText('platform').first()).toBeVisible();
  });

  await test.step('on a telephone', async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    await page.goto(OVERVIEW);
    await expect(sources.getByRole('link', { name: 'company' })).toBeVisible();
    expect(
      await page.evaluate(() => document.documentElement.scrollWidth),
    ).toBe(360);
    await page.setViewportSize({ width: 1400, height: 900 });
  });

  await test.step('a source that has left, until somebody releases it', async () => {
    await product.stop();
    await product.configure(configOf('company', 'payments'));
    await product.start();
    await page.goto(OVERVIEW);
    await expect(rowOf('platform')).toContainText('20');
    await expectAccessible(page);
    await sources.getByRole('button', { name: /^Release/ }).click();
    const dialog = page.getByRole('dialog');
    await expectAccessible(page, '[role=dialog]');
    await dialog.getByRole('textbox').fill('platform');
    await dialog.getByRole('button', { name: 'Remove 20 entities' }).click();
    await expect(rowOf('platform')).toHaveCount(0, { timeout: 30_000 });
    await expect(history).toContainText('20 removed');
  });
});
