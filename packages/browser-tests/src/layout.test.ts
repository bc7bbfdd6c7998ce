import { expect, Locator, Page } from '@playwright/test';
import { APPLICATIONS, editApplication, SQUADS } from './support/architecture';
import { DataSync } from './support/DataSync';
import {
  expectAnswersOnDesk,
  expectShortOnTelephone,
} from './support/expectLayout';
import { githubTest as test } from './support/githubTest';
import { MAX_SHIFT, recordLayoutShift } from './support/layoutShift';

/** Syncs that people start are never shown as one row. */
const SYNCS = 6;

/** How many syncs have a mark on a telephone, besides one that runs. */
const TOUCHED_MARKS = 10;

/** What a finger hits, in pixels (WCAG 2.2, 2.5.8). */
const FINGER_WIDTH = 24;

test.beforeAll(({ product }) => product.restartEmpty());

test.beforeEach(async ({ product }) => {
  for (let count = 0; count < SYNCS; count++) {
    await product.sync();
  }
});

/** Opens the dashboard in German, where words are longer. */
async function openInGerman(page: Page) {
  await page.addInitScript(() => localStorage.setItem('language', 'de'));
  await page.goto('/static-data-settings');
  await expect(
    page.getByRole('region', { name: 'Verlauf' }).getByRole('row').nth(1),
  ).toBeVisible({ timeout: 60_000 });
}

/** What is cut off of some words, or lies over something else. */
async function findCut(words: Locator): Promise<string[]> {
  return words.evaluateAll(all =>
    all
      .filter(element => {
        const { left, right, top, bottom } = element.getBoundingClientRect();
        const range = document.createRange();
        range.selectNodeContents(element);
        const inner = range.getBoundingClientRect();
        const middle = (top + bottom) / 2;
        const isOnTop = [left + 1, right - 1].every(x =>
          element.contains(document.elementFromPoint(x, middle)),
        );
        return (
          !isOnTop ||
          element.scrollWidth > element.clientWidth + 1 ||
          inner.height > element.clientHeight + 2
        );
      })
      .map(({ textContent }) => textContent!),
  );
}

/** Whether words are seen where only the first lines of a text are. */
async function isSeen(text: Locator, words: string): Promise<boolean> {
  return text.evaluate((element, sought) => {
    const frame = element.getBoundingClientRect();
    const range = document.createRange();
    const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const start = texts.currentNode.textContent!.indexOf(sought);
      if (start >= 0) {
        range.setStart(texts.currentNode, start);
        range.setEnd(texts.currentNode, start + sought.length);
        const rects = Array.from(range.getClientRects());
        return rects.every(
          ({ right, bottom }) =>
            right <= frame.right + 1 && bottom <= frame.bottom + 2,
        );
      }
    }
    return false;
  }, words);
}

/** How many rows the filters of the history are in. */
async function countFilterRows(page: Page): Promise<number> {
  const filters = page
    .getByRole('search')
    .first()
    .locator(':scope > *, :scope > div > *');
  const middles = await filters.evaluateAll(elements =>
    elements
      .map(element => element.getBoundingClientRect())
      .filter(({ height }) => height > 0)
      .map(({ top, height }) => Math.round((top + height / 2) / 10)),
  );
  return new Set(middles).size;
}

test('a desk shows the answer, the timeline and the latest of the history at once', async ({
  dataSync,
}) => {
  await dataSync.page.setViewportSize({ width: 1400, height: 900 });
  await dataSync.open();
  await expectAnswersOnDesk(dataSync.page);
});

test('the filters are one row, however many of them are chosen', async ({
  dataSync,
}) => {
  const { page } = dataSync;
  await page.setViewportSize({ width: 1400, height: 900 });
  for (const search of [
    '',
    '?status=FAILURE&within=7d&q=a',
    '?from=2026-01-01T00:00:00Z&to=2036-01-01T00:00:00Z',
  ]) {
    await page.goto(`/static-data-settings${search}`);
    await expect(page.getByRole('search')).toBeVisible();
    expect.soft(await countFilterRows(page), search).toBe(1);
  }
  await openInGerman(page);
  expect(await countFilterRows(page)).toBe(1);
});

test.describe('in German', () => {
  // where the name of the time zone is long
  test.use({ locale: 'de-DE', timezoneId: 'Asia/Kolkata' });

  test('no fact of the header is cut or covered, also when a sync is overdue', async ({
    product,
    page,
  }) => {
    await product.sync();
    await page.route('**/api/static-data/settings*', async route => {
      const response = await route.fetch();
      const settings = await response.json();
      // the longest words there are for each
      const time = new Date(Date.now() - 59 * 60 * 1000).toISOString();
      settings.health.status = 'DEGRADED';
      settings.health.dataAsOf = time;
      settings.health.lateBy = 3 * 60 * 60 * 1000;
      Object.assign(settings.latestSync, { number: 12345, startTime: time });
      await route.fulfill({ response, json: settings });
    });
    await page.setViewportSize({ width: 1400, height: 900 });
    await openInGerman(page);
    const header = page.getByRole('region', { name: 'Zustand' });
    await expect(header.getByText(/^3 Stunden überfällig/)).toBeInViewport();
    expect((await header.boundingBox())?.height).toBeLessThanOrEqual(120);
    for (const width of [1400, 1280, 1024, 800, 360]) {
      await page.setViewportSize({ width, height: 900 });
      const cut = await findCut(header.locator('dd'));
      expect.soft(cut, `${width}`).toEqual([]);
    }
  });
});

test('a desk tells removals that are held beside an error, with their reasons and authors', async ({
  architecture,
  product,
  page,
}) => {
  await architecture.emptyContracts('Ana Ruiz');
  await product.sync();
  await architecture.leaveConflict(SQUADS, 'Tom Okafor');
  await product.sync();
  await page.setViewportSize({ width: 1400, height: 900 });
  const dataSync = new DataSync(page);
  const find = (words: RegExp) =>
    dataSync.health.locator('span').filter({ hasText: words }).last();

  await dataSync.open();
  const held = find(/^since .*Ana Ruiz/);
  await expect(held).toBeVisible();
  expect.soft(await isSeen(held, 'Ana Ruiz')).toBe(true);
  expect
    .soft(await isSeen(find(/merge conflict/), 'merge conflict'))
    .toBe(true);
  expect
    .soft(await isSeen(find(/^With errors since/), 'Tom Okafor'))
    .toBe(true);
  await expect.soft(dataSync.health.getByText(/^Groups: /)).toBeVisible();
  await expectAnswersOnDesk(page);
});

for (const [language, open] of [
  ['English', (page: Page) => new DataSync(page).open()],
  ['German', openInGerman],
] as const) {
  test(`a telephone has room for all notices at once in ${language}, which move nothing`, async ({
    architecture,
    product,
    page,
  }) => {
    const author =
      'Maximilian-Alexander von Hohenzollern-Sigmaringen zu Guttenberg';
    await architecture.emptyContracts(author);
    await product.sync();
    await architecture.leaveConflict(SQUADS, author);
    await product.sync();
    await product.call('/sources/default/pause', {
      reason: 'word '.repeat(40),
    });
    await page.setViewportSize({ width: 360, height: 740 });
    const readShift = await recordLayoutShift(page);

    await open(page);
    await page.waitForLoadState('networkidle');
    expect.soft(await readShift()).toBeLessThan(MAX_SHIFT);
    await expectShortOnTelephone(page);
    await product.call('/sources/default/resume', {});
    await architecture.restore();
  });
}

test('nothing moves while the page loads', async ({
  architecture,
  product,
  dataSync,
}) => {
  await architecture.emptyContracts();
  await product.sync();
  const { page } = dataSync;
  await page.setViewportSize({ width: 1400, height: 900 });
  const readShift = await recordLayoutShift(page);
  await dataSync.open();
  const review = dataSync.heldRemovals.getByRole('button', { name: 'Review' });
  await expect(review).toBeVisible();
  await expect(
    dataSync.region('Recent Syncs').getByRole('link').first(),
  ).toBeVisible();
  // the line of the held removals is as wide as what is in it
  const overflow = await review.evaluate(button => {
    const line = button.parentElement!.getBoundingClientRect();
    return button.getBoundingClientRect().right - line.right;
  });
  expect(overflow).toBeLessThanOrEqual(0);
  expect(await readShift()).toBeLessThan(MAX_SHIFT);
});

test('nothing moves while the other pages load', async ({
  architecture,
  product,
  page,
}) => {
  const before = await product.sync();
  await architecture.edit(
    APPLICATIONS,
    'Change a word',
    editApplication('refund-service', { description: 'Refunds.' }),
  );
  const { id } = await product.sync();
  const dashboard = '/static-data-settings';
  const component = '/catalog/default/component/refund-service';
  const tabs = ['changes', 'findings', 'confirmation', 'phases', 'logs'];
  const pages: Array<[path: string, awaited: Locator]> = [
    ...tabs.map((tab): [string, Locator] => [
      `${dashboard}/syncs/${id}?tab=${tab}`,
      page.getByRole('tabpanel'),
    ]),
    [
      `${dashboard}/compare?from=${before.id}&to=${id}`,
      page.getByText('Net changes'),
    ],
    [`${component}/sync-history`, page.getByRole('article')],
  ];
  await page.setViewportSize({ width: 1400, height: 900 });
  const readShift = await recordLayoutShift(page);
  for (const [path, awaited] of pages) {
    await test.step(path, async () => {
      await page.goto(path);
      await expect(awaited.first()).toBeVisible({ timeout: 30_000 });
      await page.waitForLoadState('networkidle');
      expect.soft(await readShift(), path).toBeLessThan(MAX_SHIFT);
    });
  }
  await architecture.restore();
});

test('a telephone shows the page without much scrolling', async ({
  dataSync,
}) => {
  const { page, history } = dataSync;
  await page.setViewportSize({ width: 360, height: 740 });
  await dataSync.open();
  await expect(dataSync.region('Configuration')).toBeAttached();
  await expectShortOnTelephone(page);
  // and a link to a sync can be passed on from there
  await expect(
    history.getByRole('button', { name: /^Copy the link to #/ }).first(),
  ).toBeVisible();
});

test('icons stand beside the words of their buttons, whichever way one reads', async ({
  dataSync,
}) => {
  const { page, history } = dataSync;
  await dataSync.open();
  await expect(history.getByRole('button', { name: 'Export' })).toBeVisible();
  for (const direction of ['ltr', 'rtl']) {
    await page.evaluate(dir => {
      document.documentElement.dir = dir;
    }, direction);
    const distances = await page.evaluate(() =>
      Array.from(
        document.querySelectorAll(
          '[class*="MuiButton-startIcon"], [class*="MuiButton-endIcon"]',
        ),
        icon => {
          const words = document.createRange();
          words.selectNodeContents(icon.parentElement!);
          words[icon.nextSibling ? 'setStartAfter' : 'setEndBefore'](icon);
          const a = icon.getBoundingClientRect();
          const b = words.getBoundingClientRect();
          return Math.max(b.left - a.right, a.left - b.right);
        },
      ),
    );
    expect(distances.length).toBeGreaterThan(1);
    expect(Math.min(...distances), direction).toBeGreaterThanOrEqual(4);
  }
});

test('fields, tables and groups of buttons begin where the reader does', async ({
  dataSync,
}) => {
  const { page, history } = dataSync;
  await dataSync.open();
  const newer = history.getByRole('button', { name: 'Newer syncs' });
  const older = history.getByRole('button', { name: 'Older syncs' });
  const period = page.getByRole('button', { name: 'Last 24 hours' });
  await expect(period).toBeVisible();
  const leftOf = async (locator: Locator) => (await locator.boundingBox())!.x;
  for (const direction of ['ltr', 'rtl']) {
    await page.evaluate(dir => {
      document.documentElement.dir = dir;
    }, direction);
    const start = direction === 'rtl' ? 'right' : 'left';
    const end = direction === 'rtl' ? 'left' : 'right';

    // the gap in the border of a field is where its label is, once that has moved there
    const findDistances = () =>
      history.evaluate(card =>
        Array.from(card.querySelectorAll('label[data-shrink=true]'), label => {
          const gap = label.parentElement!.querySelector('legend')!;
          const a = label.getBoundingClientRect();
          const b = gap.getBoundingClientRect();
          return Math.abs(a.left + a.right - b.left - b.right) / 2;
        }),
      );
    expect((await findDistances()).length).toBeGreaterThan(2);
    await expect
      .poll(async () => Math.max(...(await findDistances())), direction)
      .toBeLessThan(4);

    const sides = await history
      .getByRole('columnheader')
      .evaluateAll(cells =>
        cells.map(cell => getComputedStyle(cell).textAlign),
      );
    expect(sides.slice(0, -1)).toEqual(sides.slice(1).map(() => start));
    // numbers
    expect(sides.at(-1)).toBe(end);

    const [first, last] = direction === 'rtl' ? [older, newer] : [newer, older];
    expect(await leftOf(first), direction).toBeLessThan(await leftOf(last));

    await expect(period).toHaveCSS(`border-top-${end}-radius`, '0px');
    await expect(period).not.toHaveCSS(`border-top-${start}-radius`, '0px');
  }
});

test('every sync of the last minutes has a mark of its own, also beside a running one', async ({
  architecture,
  product,
  dataSync,
}) => {
  const { page } = dataSync;
  await architecture.edit(
    APPLICATIONS,
    'Change a word',
    editApplication('refund-service', { description: 'Refunds.' }),
  );
  // more than there is room for on a telephone
  for (let count = SYNCS; count < TOUCHED_MARKS; count++) {
    await product.sync();
  }
  const release = architecture.server.hold(/contents/);
  await product.call('/refresh', {});
  const marks = page
    .getByRole('list', { name: /^Recent syncs/ })
    .getByRole('link');
  for (const width of [1400, 360]) {
    await page.setViewportSize({ width, height: 900 });
    await dataSync.open();
    await expect(marks.first()).toHaveAccessibleName(/^Running/);
    const hits = await marks.evaluateAll(links =>
      links.map(link => {
        const { left, right, top, height } = link.getBoundingClientRect();
        return [left + 1, (left + right) / 2, right - 1].map(x =>
          link.contains(document.elementFromPoint(x, top + height / 2)),
        );
      }),
    );
    expect(hits.flat()).not.toContain(false);
    if (width === 1400) {
      expect(hits.length).toBeGreaterThan(TOUCHED_MARKS + 1);
    } else {
      expect(hits).toHaveLength(TOUCHED_MARKS + 1);
      const widths = await marks.evaluateAll(links =>
        links.map(link => link.getBoundingClientRect().width),
      );
      expect(Math.min(...widths)).toBeGreaterThanOrEqual(FINGER_WIDTH);
    }
  }
  release();
  await architecture.restore();
});
