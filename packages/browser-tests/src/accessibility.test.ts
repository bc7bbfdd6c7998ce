import { expect, Page } from '@playwright/test';
import { expectAccessible } from './support/expectAccessible';
import {
  expectAnswersOnDesk,
  expectShortOnTelephone,
} from './support/expectLayout';
import { githubTest as test } from './support/githubTest';
import { listStates, listStatesOfSources } from './support/listStates';
import { sourcesTest } from './support/sourcesTest';
import { State, Theme, visitStates } from './support/states';

// Playwright begins with the first file by name: this one takes longest, and the others fit beside it.

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

/** States of the dashboard in which there is nothing but a message. */
const WITHOUT_CONTENT = [
  'not-allowed',
  'forbidden-later',
  'unreachable',
  'loading',
];

/** States of the dashboard in which the history has fewer rows than a desk has room for. */
const WITHOUT_HISTORY = ['empty', 'filtered-to-nothing'];

type Show = (theme: Theme) => Promise<void>;

async function expectAccessibleState(page: Page, state: State, show: Show) {
  const { name, part, isOfApp } = state;
  if (isOfApp) {
    return;
  }
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
}

/** Whether it shows the content of the dashboard of one source, and nothing over it. */
function isDashboard({ name, path, part }: State) {
  return (
    /^\/static-data-settings(\?.*)?$/.test(String(path)) &&
    !part &&
    !WITHOUT_CONTENT.includes(name)
  );
}

test('axe finds nothing in any state of the pages, and the dashboard is laid out as it should in every one', async ({
  architecture,
  product,
  page,
}) => {
  test.setTimeout(1_800_000);
  const laidOut: string[] = [];
  const states = listStates({ architecture, product, page });
  await visitStates(page, states, async (state, show) => {
    await expectAccessibleState(page, state, show);
    if (isDashboard(state)) {
      const size = page.viewportSize()!;
      await page.setViewportSize({ width: 1400, height: 900 });
      await show('light');
      await expectAnswersOnDesk(page, !WITHOUT_HISTORY.includes(state.name));
      await expectShortOnTelephone(page);
      await page.setViewportSize(size);
      laidOut.push(state.name);
    }
  });
  expect(laidOut).toEqual(
    expect.arrayContaining(['healthy', 'paused-and-pinned', 'failing']),
  );
  await architecture.restore();
});

sourcesTest(
  'axe finds nothing in any state of several sources',
  async ({ product, page }) => {
    sourcesTest.setTimeout(600_000);
    const states = listStatesOfSources({ product, page });
    await visitStates(page, states, (state, show) =>
      expectAccessibleState(page, state, show),
    );
  },
);
