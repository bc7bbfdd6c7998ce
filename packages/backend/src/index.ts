import { createBackend } from '@backstage/backend-defaults';
import { exportMetrics } from './exportMetrics';

const backend = createBackend();

backend.add(import('@backstage/plugin-app-backend'));

backend.add(import('@backstage/plugin-auth-backend'));
backend.add(import('@backstage/plugin-auth-backend-module-guest-provider'));

backend.add(import('@backstage/plugin-permission-backend'));
backend.add(
  import('@backstage/plugin-permission-backend-module-allow-all-policy'),
);

backend.add(import('@backstage/plugin-catalog-backend'));
backend.add(import('@backstage/plugin-catalog-backend-module-logs'));

backend.add(import('@internal/plugin-catalog-backend-module-static-data'));
backend.add(import('@internal/plugin-static-data-backend'));

backend.add(import('@backstage/plugin-search-backend'));
backend.add(import('@backstage/plugin-search-backend-module-catalog'));

backend.add(import('@backstage/plugin-events-backend'));
backend.add(import('@backstage/plugin-events-backend-module-azure'));
backend.add(import('@backstage/plugin-events-backend-module-bitbucket-cloud'));
backend.add(import('@backstage/plugin-events-backend-module-bitbucket-server'));
backend.add(import('@backstage/plugin-events-backend-module-github'));
backend.add(import('@backstage/plugin-events-backend-module-gitlab'));
backend.add(import('@backstage/plugin-signals-backend'));
backend.add(import('@backstage/plugin-notifications-backend'));
backend.add(import('@backstage/plugin-user-settings-backend'));

backend.add(import('@backstage/plugin-mcp-actions-backend'));

async function start() {
  await exportMetrics();
  await backend.start();
}

start().catch(error => {
  // Thrown again, so that Backstage logs it without secrets. It would then live on, never ready
  // (`BackendInitializer` in @backstage/backend-app-api 1.7.4).
  setImmediate(() => {
    // eslint-disable-next-line no-console
    console.error('The backend did not start; the error above says why.');
    process.exit(1);
  });
  throw error;
});
