import { resolvePackagePath } from '@backstage/backend-plugin-api';

const ROOT = resolvePackagePath('browser-tests', '../..');

/** The built product, which `npm run build` makes. */
export const PRODUCT_PATH = `${ROOT}/dist/product`;

/** The sample of the product: what a repository with an architecture holds. */
export const SAMPLE_PATH = `${ROOT}/examples/static-data`;

/** Where the docs have their pictures. */
export const IMAGES_PATH = `${ROOT}/docs/images`;

/** Pictures of all states of the pages, to be looked at. */
export const SCREENSHOTS_PATH = `${ROOT}/dist/screenshots`;
