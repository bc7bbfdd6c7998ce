import { Page } from '@playwright/test';
import { githubTest as test } from './support/githubTest';
import { listStates, listStatesOfSources } from './support/listStates';
import { SCREENSHOTS_PATH } from './support/paths';
import { sourcesTest } from './support/sourcesTest';
import { State, visitStates } from './support/states';

const LOOKS = [
  ...[360, 800, 1400, 2560].flatMap(width =>
    (['light', 'dark'] as const).map(theme => ({ width, theme, dir: 'ltr' })),
  ),
  { width: 1400, theme: 'light' as const, dir: 'rtl' },
];

/** Takes a picture of the whole page in every look; the theme and the direction are those of the app. */
async function takeAll(page: Page, states: State[]) {
  await visitStates(page, states, async ({ name, part }, show) => {
    for (const { width, theme, dir } of LOOKS) {
      await page.setViewportSize({ width, height: 900 });
      await show(theme);
      await page.evaluate(direction => {
        document.documentElement.dir = direction;
      }, dir);
      // charts grow when they appear
      await page.waitForTimeout(1_000);
      // on a wide page the content scrolls, not the page; dialogs and menus lie over what is in view
      if (!part?.startsWith('[role=')) {
        const hidden = await page.evaluate(() => {
          const heights = Array.from(
            document.querySelectorAll('main, article'),
            element => element.scrollHeight - element.clientHeight,
          );
          return Math.max(0, ...heights);
        });
        await page.setViewportSize({ width, height: 900 + hidden });
      }
      const file = [name, width, theme, ...(dir === 'rtl' ? [dir] : [])];
      await page.screenshot({
        path: `${SCREENSHOTS_PATH}/${file.join('-')}.png`,
        fullPage: true,
      });
    }
  });
}

// of so many pages, it would be larger than it helps
test.use({ trace: 'off' });

test('every state of the pages in every look', async ({
  architecture,
  product,
  page,
}) => {
  test.setTimeout(3_600_000);
  await takeAll(page, listStates({ architecture, product, page }));
});

sourcesTest('several sources in every look', async ({ product, page }) => {
  sourcesTest.setTimeout(600_000);
  await takeAll(page, listStatesOfSources({ product, page }));
});
