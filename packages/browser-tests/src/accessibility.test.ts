import { Page } from '@playwright/test';
import { expectAccessible } from './support/expectAccessible';
import { githubTest as test } from './support/githubTest';
import { listStates, listStatesOfSources } from './support/listStates';
import { sourcesTest } from './support/sourcesTest';
import { State, visitStates } from './support/states';

// of so many pages, it would be larger than it helps
test.use({ trace: 'off' });

/** One of each page that a telephone lays out in another way. */
const STATES_ON_TELEPHONE = [
  'failing',
  'sync-changes',
  'sync-findings',
  'entity',
  'sources',
];

async function expectAllAccessible(page: Page, states: State[]) {
  const ours = states.filter(({ isOfApp }) => !isOfApp);
  await visitStates(page, ours, async ({ name, part }, show) => {
    for (const theme of ['light', 'dark'] as const) {
      await show(theme);
      await expectAccessible(page, part);
    }
    const size = page.viewportSize();
    if (size && STATES_ON_TELEPHONE.includes(name)) {
      await page.setViewportSize({ width: 360, height: 740 });
      await show('light');
      await expectAccessible(page, part);
      await page.setViewportSize(size);
    }
  });
}

test('axe finds nothing in any state of the pages', async ({
  architecture,
  product,
  page,
}) => {
  test.setTimeout(1_800_000);
  await expectAllAccessible(page, listStates({ architecture, product, page }));
  await architecture.restore();
});

sourcesTest(
  'axe finds nothing in any state of several sources',
  async ({ product, page }) => {
    sourcesTest.setTimeout(600_000);
    await expectAllAccessible(page, listStatesOfSources({ product, page }));
  },
);
