import AxeBuilder from '@axe-core/playwright';
import { expect, Page } from '@playwright/test';

/** Expects that axe finds nothing in what is ours of a page: its content, unless told otherwise. */
export async function expectAccessible(
  page: Page,
  selector = 'main',
): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .include(selector)
    // What it finds in order is not looked at.
    .options({ resultTypes: ['violations'] })
    // Without frames of other origins, it needs no page of its own to put their results together.
    .setLegacyMode()
    .analyze();
  expect
    .soft(
      violations.map(({ id, help, nodes }) => ({
        id,
        help,
        nodes: nodes.map(({ html, failureSummary }) => [html, failureSummary]),
      })),
    )
    .toEqual([]);
}
