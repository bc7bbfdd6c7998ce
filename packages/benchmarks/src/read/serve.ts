// A process of its own that serves the API; its argument is the job, as JSON.

import authPlugin from '@backstage/plugin-auth-backend';
import guestProvider from '@backstage/plugin-auth-backend-module-guest-provider';
import permissionPlugin from '@backstage/plugin-permission-backend';
import allowAllPolicy from '@backstage/plugin-permission-backend-module-allow-all-policy';
import staticDataPlugin from '@internal/plugin-static-data-backend';
import { Knex } from 'knex';
import { createBareEndpoint } from './bareEndpoint';
import { createReadBackend } from './createReadBackend';
import { MemoryWatch } from '../measure/MemoryWatch';
import { ServeJob, ServeMessage, ServeRequest } from './types';

async function serve({ database, port }: ServeJob): Promise<void> {
  let knex: Knex | undefined;
  const backend = createReadBackend({
    database,
    port,
    onDatabase: opened => {
      knex = opened;
    },
  });
  backend.add(authPlugin);
  backend.add(guestProvider);
  backend.add(permissionPlugin);
  backend.add(allowAllPolicy);
  backend.add(staticDataPlugin);
  backend.add(createBareEndpoint(() => knex!));
  await backend.start();

  let watch: MemoryWatch | undefined;
  process.on('message', (request: ServeRequest) => {
    if (request === 'watch memory') {
      watch = new MemoryWatch();
    } else {
      tell({ type: 'memory', added: watch?.stop() ?? 0 });
    }
  });
  tell({ type: 'ready' });
}

function tell(message: ServeMessage): void {
  process.send?.(message);
}

serve(JSON.parse(process.argv[2])).catch(error => {
  console.error(error);
  process.exit(1);
});
