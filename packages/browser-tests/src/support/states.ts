import { expect, Locator, Page, Route, test } from '@playwright/test';

/** Our cards among those of others, which have no lists of facts. */
export const OUR_CARDS = '.bui-Card:has(dl)';

/** A state of a page that has to look right, and in which axe finds nothing. */
export interface State {
  /** Of its pictures as well. */
  name: string;
  /** Brings the product there; the states are prepared in their order, each once. */
  prepare?: () => Promise<unknown>;
  /** Below the address of the product; may say what is only known once it is prepared. */
  path: string | (() => string);
  /** What is there once the page has loaded. */
  awaited: Locator;
  /** What the reader does then. */
  act?: () => Promise<unknown>;
  /** Whether it is a page of the app itself, which we only lead to. */
  isOfApp?: boolean;
  /** The part of the page that is about the state; the content, unless told otherwise. */
  part?: '[role=dialog]' | '[role=menu]' | typeof OUR_CARDS;
  /** What the backend answers in this state alone, by the part of the address that tells the request. */
  answers?: Record<string, (route: Route) => unknown>;
  /** Ends what would be in the way of the next state. */
  end?: () => Promise<unknown>;
}

/** A theme of the app. */
export type Theme = 'light' | 'dark';

/**
 * Brings the product into one state after the other, and shows each in several themes.
 *
 * @param visit - is called in every state; `show` shows the page as a reader has it then, in another
 * theme every time
 */
export async function visitStates(
  page: Page,
  states: State[],
  visit: (state: State, show: (theme: Theme) => Promise<void>) => Promise<void>,
): Promise<void> {
  // of the app, which keeps the theme, but with nothing to load that would fail while the product restarts
  await page.goto('/robots.txt');
  for (const state of states) {
    await test.step(state.name, async () => {
      await state.prepare?.();
      let isOpen = false;
      await visit(state, async theme => {
        await answer(page, state);
        await chooseTheme(page, theme);
        if (!isOpen) {
          await page.goto(toPath(state));
          isOpen = true;
        }
        await expect(page.locator('body')).toHaveAttribute(
          'data-theme-mode',
          theme,
        );
        await expect(state.awaited.first()).toBeVisible({ timeout: 60_000 });
        await state.act?.();
        await settle(page);
      });
      await unroute(page, state);
      await state.end?.();
    });
  }
}

function toPath({ path }: State) {
  return typeof path === 'string' ? path : path();
}

async function answer(page: Page, state: State) {
  await unroute(page, state);
  for (const [address, handler] of Object.entries(state.answers ?? {})) {
    await page.route(address, handler);
  }
}

async function unroute(page: Page, { answers = {} }: State) {
  for (const address of Object.keys(answers)) {
    await page.unroute(address);
  }
}

/** As if the reader had chosen it in another tab; the app renders all of the page anew. */
async function chooseTheme(page: Page, theme: Theme) {
  await page.evaluate(name => {
    localStorage.setItem('theme', name);
    dispatchEvent(
      new StorageEvent('storage', { key: 'theme', newValue: name }),
    );
  }, theme);
}

/** Waits until nothing moves but what moves for ever, or what is hidden and never begins to. */
async function settle(page: Page) {
  await page.evaluate(() => {
    const ends = document
      .getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity)
      .map(({ finished }) => finished);
    const longest = new Promise(resolve => setTimeout(resolve, 2_000));
    return Promise.race([Promise.allSettled(ends), longest]).then(() => {});
  });
}
