// A backend with the product in it. It loads its code, which takes most of the time of a
// start, and waits until the harness needs it.

import { createBackend } from '@backstage/backend-defaults';
import catalogPlugin from '@backstage/plugin-catalog-backend';
import catalogModuleStaticData from '@internal/plugin-catalog-backend-module-static-data';
import staticDataPlugin from '@internal/plugin-static-data-backend';
import { createCatalogModuleFaults } from './catalogModuleFaults';
import { createWatchedStore } from './createWatchedStore';
import { FaultControl } from './FaultControl';
import { lostEvents } from './lostEvents';
import { plainRootLogger } from './plainRootLogger';
import { rebindName } from './rebindName';

async function main() {
  const control = FaultControl.start();
  const { configFile, withoutModule, withoutEvents, rebindingName } =
    await control.untilStart();
  if (rebindingName !== undefined) {
    rebindName(rebindingName);
  }
  process.argv.push('--config', configFile);

  const backend = createBackend();
  backend.add(plainRootLogger);
  backend.add(catalogPlugin);
  if (!withoutModule) {
    backend.add(catalogModuleStaticData);
  }
  backend.add(staticDataPlugin);
  backend.add(createCatalogModuleFaults(control));
  backend.add(createWatchedStore(control));
  if (withoutEvents) {
    backend.add(lostEvents);
  }
  await backend.start();
  control.tellReady();
}

main().catch(error => {
  // As in packages/backend: Backstage logs it, and the process ends.
  setImmediate(() => process.exit(1));
  throw error;
});
