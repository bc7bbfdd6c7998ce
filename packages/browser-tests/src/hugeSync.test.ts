import { expect } from '@playwright/test';
import { githubTest as test } from './support/githubTest';
import { growChanges } from './support/hugeSync';

const CHANGES = 100_000;

/** With so many on the page at once, it would have far more nodes than it may. */
const PHONE_CHANGES = 5_000;

/** Of the whole page, with what the app has around it. */
const MAX_NODES = 3_000;

test('a sync of 100,000 changes is read to its end, filtered and searched', async ({
  product,
  page,
}) => {
  test.setTimeout(600_000);
  await product.restartEmpty();
  const { id } = await product.sync();
  await product.stop();
  await growChanges(product.databasePath, id, CHANGES);
  await product.start();

  const panel = page.getByRole('tabpanel', { name: /^Changes/ });
  const items = panel.locator('[aria-posinset]');
  const countNodes = () =>
    page.evaluate(() => document.querySelectorAll('*').length);

  await page.goto(`/static-data-settings/syncs/${id}`);
  await expect(panel.getByText(/ of 100,000 shown$/)).toBeVisible({
    timeout: 30_000,
  });

  await test.step('to the end', async () => {
    let most = 0;
    await expect
      .poll(
        async () => {
          most = Math.max(most, await countNodes());
          const last = items.last();
          await last.evaluate(element => {
            let outer = element.parentElement;
            for (; outer; outer = outer.parentElement) {
              outer.scrollTop = outer.scrollHeight;
            }
          });
          return Number(await last.getAttribute('aria-posinset'));
        },
        { timeout: 500_000, intervals: [50] },
      )
      .toBe(CHANGES);
    await expect(
      panel.getByRole('link', { name: `service-${CHANGES}` }),
    ).toBeVisible();
    expect(most).toBeLessThan(MAX_NODES);
    expect(await countNodes()).toBeLessThan(MAX_NODES);
  });

  await test.step('on a telephone too, where the window scrolls', async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    await page.reload();
    await expect(panel.getByText(/ of 100,000 shown$/)).toBeVisible();
    let most = 0;
    await expect
      .poll(
        async () => {
          await page.evaluate(() =>
            scrollTo(0, document.documentElement.scrollHeight),
          );
          most = Math.max(most, await countNodes());
          return Number(await items.last().getAttribute('aria-posinset'));
        },
        { timeout: 120_000, intervals: [50] },
      )
      .toBeGreaterThan(PHONE_CHANGES);
    expect(most).toBeLessThan(MAX_NODES);
    await page.setViewportSize({ width: 1280, height: 720 });
  });

  await test.step('the search finds one of them', async () => {
    await panel.getByLabel('Search entities').fill('service-054321');
    await expect(panel.getByText('1 of 1 shown')).toBeVisible();
    await expect(
      panel.getByRole('link', { name: 'service-054321' }),
    ).toBeVisible();
    await panel.getByLabel('Search entities').fill('');
    await expect(panel.getByText(/ of 100,000 shown$/)).toBeVisible();
  });

  await test.step('the filter leaves nothing where there is nothing', async () => {
    await page.goto(`/static-data-settings/syncs/${id}?change=removed`);
    await expect(panel.getByText('Nothing matches the filters')).toBeVisible();
  });
});
