import { Page } from '@playwright/test';

/** How far things may move while a page loads. */
export const MAX_SHIFT = 0.02;

/**
 * Records how far things move on the pages that are opened afterwards, as Web Vitals count it: not
 * what the app has around them, nor bars that move because something is loading.
 */
export async function recordLayoutShift(
  page: Page,
): Promise<() => Promise<number>> {
  await page.addInitScript(() => {
    Object.assign(window, { layoutShift: 0 });
    const isOfPage = ({ node }: { node: Node | null }) => {
      const element = node instanceof Element ? node : node?.parentElement;
      return element?.closest('main') && !element.closest('[role=progressbar]');
    };
    new PerformanceObserver(list => {
      for (const shift of list.getEntries() as any[]) {
        if (shift.sources.some(isOfPage)) {
          (window as any).layoutShift += shift.value;
        }
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
  return () => page.evaluate(() => (window as any).layoutShift);
}
