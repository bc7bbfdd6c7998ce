import { createRouteRef } from '@backstage/core-plugin-api';

/**
 * Route of the page "Data Sync".
 *
 * @public
 */
export const rootRouteRef = createRouteRef({ id: 'static-data' });
