import { Product, StaticDataConfig } from './Product';
import { quietTest } from './quietTest';

const SOURCES = {
  company: { directory: 'examples/static-data' },
  platform: {
    directory: 'examples/monorepo',
    files: {
      applications: 'architecture/applications.yaml',
      squads: 'architecture/teams.yaml',
      boundedContexts: 'architecture/contexts.yaml',
      contracts: 'apis',
    },
  },
  /** There is nothing, so its syncs fail. */
  payments: { directory: 'nowhere' },
};

/** A configuration with some of the sources. */
export function configOf(
  ...ids: Array<keyof typeof SOURCES>
): StaticDataConfig {
  return {
    directory: null,
    sources: Object.fromEntries(ids.map(id => [id, SOURCES[id]])),
    schedule: { frequency: 'PT24H', initialDelay: { hours: 1 } },
  };
}

/** A test of the product with several sources, which have been synchronised once. */
export const sourcesTest = quietTest.extend<{}, { product: Product }>({
  product: [
    async ({}, use) => {
      const product = await Product.start(
        configOf('company', 'platform', 'payments'),
      );
      for (const source of ['company', 'platform', 'payments']) {
        await product.sync(source);
      }
      await use(product);
      await product.remove();
    },
    { scope: 'worker', timeout: 150_000 },
  ],
  baseURL: async ({ product }, use) => use(product.baseUrl),
});
