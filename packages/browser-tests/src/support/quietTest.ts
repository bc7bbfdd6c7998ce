import { expect, test } from '@playwright/test';

/** What browsers say of requests that fail, as some tests have them do. */
const ABOUT_REQUESTS = /^(Failed to load resource|WebSocket connection)/;

/** A test in which no page writes a warning or an error to the console. */
export const quietTest = test.extend<{ quietConsole: void }>({
  quietConsole: [
    async ({ page }, use) => {
      const written: string[] = [];
      page.on('console', message => {
        const isProblem = ['warning', 'error'].includes(message.type());
        if (isProblem && !ABOUT_REQUESTS.test(message.text())) {
          written.push(message.text());
        }
      });
      await use();
      expect(written).toEqual([]);
    },
    { auto: true },
  ],
});
