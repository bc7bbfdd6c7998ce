import { expect, Locator, Page } from '@playwright/test';

/** The page "Data Sync", as its readers name its parts. */
export class DataSync {
  readonly history: Locator;
  readonly latestSync: Locator;
  readonly health: Locator;
  /** The line about them, or the list while that is open. */
  readonly heldRemovals: Locator;

  constructor(readonly page: Page) {
    this.history = this.region('History');
    this.latestSync = this.region('Latest Sync Details');
    this.health = this.region('Health Status');
    this.heldRemovals = this.region(/held back/).or(
      page.getByRole('dialog', { name: /held back/ }),
    );
  }

  async open(search = ''): Promise<void> {
    await this.page.goto(`/static-data-settings${search}`);
    await expect(
      this.page.getByRole('heading', { name: 'Static Data Catalog Sync' }),
    ).toBeVisible({ timeout: 30_000 });
    await expect(this.history.getByRole('row').nth(1)).toBeVisible();
  }

  region(name: string | RegExp): Locator {
    return this.page.getByRole('region', { name });
  }

  /** What is said about something: the description of a term in a list. */
  fact(label: string, within: Locator | Page = this.page): Locator {
    return within
      .getByRole('term')
      .getByText(label, { exact: true })
      .locator('xpath=following::dd[1]');
  }

  /** Starts a sync, and waits until the page tells its end. */
  async refresh(): Promise<void> {
    const finished = this.region('Actions').getByRole('link', {
      name: 'Show the sync',
    });
    const findAddress = async () =>
      (await finished.count()) > 0 ? finished.getAttribute('href') : undefined;
    const before = await findAddress();
    await this.page.getByRole('button', { name: 'Manual Refresh' }).click();
    // a busy machine takes its time, above all just after the start
    await expect
      .poll(async () => (await findAddress()) ?? before, { timeout: 60_000 })
      .not.toBe(before);
    const address = await findAddress();
    await expect(
      this.history.locator(`a[href="${address}"]`).first(),
    ).toBeVisible();
  }

  /** Chooses one of the ways to sync that apply nothing. */
  async chooseRefresh(name: RegExp): Promise<void> {
    await this.page.getByRole('button', { name: 'More actions' }).click();
    await this.page.getByRole('menuitem', { name }).click();
  }

  /** Opens the list of what is held. */
  async reviewHeldRemovals(): Promise<void> {
    await this.heldRemovals.getByRole('button', { name: 'Review' }).click();
    await expect(this.heldRemovals.getByRole('listitem').first()).toBeVisible();
  }

  /** Closes the list, and approves nothing. */
  async keepHeldRemovals(): Promise<void> {
    await this.heldRemovals
      .getByRole('button', { name: 'Keep them for now' })
      .click();
  }

  /** Opens the page of the latest sync of the history. */
  async openLatestSync(): Promise<void> {
    await this.history
      .getByRole('link', { name: /^#\d+$/ })
      .first()
      .click();
    await expect(this.page).toHaveURL(/\/static-data-settings\/syncs\/[^/?]+/);
  }

  async openTab(name: 'Changes' | 'Findings' | 'Confirmation' | 'Logs') {
    await this.page.getByRole('tab', { name: new RegExp(`^${name}`) }).click();
  }
}
