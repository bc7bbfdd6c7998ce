import { DataSync } from './DataSync';
import { GithubArchitecture } from './GithubArchitecture';
import { Product } from './Product';
import { quietTest } from './quietTest';

interface TestFixtures {
  /** The page "Data Sync", open, with the whole sample in the catalog. */
  dataSync: DataSync;
}

interface WorkerFixtures {
  /** Whether pull requests are checked, for which GitHub wants credentials. */
  checksPullRequests: boolean;
  architecture: GithubArchitecture;
  product: Product;
}

const TOKEN = 'ghp_TheTokenOfTheChecks0123456789';

/** A test of the product with its source on GitHub, where syncs run when the test says so. */
export const githubTest = quietTest.extend<TestFixtures, WorkerFixtures>({
  checksPullRequests: [false, { option: true, scope: 'worker' }],
  architecture: [
    async ({ checksPullRequests }, use) => {
      const architecture = await GithubArchitecture.start(
        checksPullRequests ? TOKEN : undefined,
      );
      await use(architecture);
      await architecture.server.stop();
    },
    { scope: 'worker' },
  ],
  product: [
    async ({ architecture, checksPullRequests }, use) => {
      const product = await Product.start({
        directory: null,
        github: {
          repo: architecture.repository.fullName,
          branch: architecture.repository.defaultBranch,
          apiBaseUrl: architecture.server.apiBaseUrl,
          ...(checksPullRequests && { token: TOKEN }),
        },
        checks: { enabled: checksPullRequests },
        // Never on its own while the tests run.
        schedule: { frequency: '0 0 1 1 *', initialDelay: { hours: 24 } },
      });
      await use(product);
      await product.remove();
    },
    { scope: 'worker', timeout: 150_000 },
  ],
  baseURL: async ({ product }, use) => use(product.baseUrl),
  dataSync: async ({ architecture, product, page }, use) => {
    await product.sync();
    const dataSync = new DataSync(page);
    await dataSync.open();
    await use(dataSync);
    // Afterwards, because some tests sync before they have a page.
    await architecture.restore();
  },
});
