import { Product } from './Product';
import { quietTest } from './quietTest';

/** A test of the product as `npm start` has it: the sample in a folder, the schedule on. */
export const sampleTest = quietTest.extend<{}, { product: Product }>({
  product: [
    async ({}, use) => {
      const product = await Product.start({
        directory: 'examples/static-data',
        schedule: { initialDelay: { seconds: 1 } },
      });
      await use(product);
      await product.remove();
    },
    { scope: 'worker', timeout: 150_000 },
  ],
  baseURL: async ({ product }, use) => use(product.baseUrl),
});
