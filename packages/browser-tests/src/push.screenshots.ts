import { expect } from '@playwright/test';
import { createGithubPushPayload } from 'test-servers';
import { APPLICATIONS, editApplication } from './support/architecture';
import { githubTest as test } from './support/githubTest';
import { IMAGES_PATH } from './support/paths';
import { recordAnimation } from './support/recordAnimation';

test.use({ viewport: { width: 1400, height: 900 } });

test('a push, until the page shows what it changed', async ({
  architecture,
  product,
  dataSync,
}) => {
  const { page } = dataSync;
  const pause = () => page.waitForTimeout(1_500);
  await product.sync();
  await expect(page.getByRole('progressbar')).toHaveCount(0);

  await recordAnimation(page, `${IMAGES_PATH}/push.gif`, async () => {
    await pause();
    const commit = await architecture.edit(
      APPLICATIONS,
      'Say within how many days money comes back',
      editApplication('refund-service', {
        description: 'Gives money back within two days, once and only once.',
      }),
      'Priya Nair',
    );
    const release = architecture.server.hold(/refund-service\/contents/);
    await product.receiveWebhook(
      'push',
      createGithubPushPayload({
        repository: architecture.repository.fullName,
        branch: architecture.repository.defaultBranch,
        commit,
        pusher: 'priya',
      }),
    );
    await expect(
      dataSync.region('Actions').getByRole('progressbar'),
    ).toBeVisible();
    await pause();
    release();
    await expect(
      dataSync.history.getByRole('row', { name: /1 updated/ }),
    ).toBeVisible();
    await pause();
    await dataSync.openLatestSync();
    await page.getByRole('button', { name: /^Differences in/ }).click();
    await pause();
  });
});
