import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import {
  catalogProcessingExtensionPoint,
  catalogServiceRef,
} from '@backstage/plugin-catalog-node';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import {
  KnownSource,
  NOT_CONFIGURED_MESSAGE,
  readStaticDataConfig,
  staticDataStoreServiceRef,
  toSafeLogger,
} from '@internal/plugin-static-data-node';
import { StaticDataProvider } from './apply/StaticDataProvider';
import { BranchLister } from './branches/BranchLister';
import { createBranchRouter } from './branches/createBranchRouter';
import { startChecks } from './checks/startChecks';
import { startConfirmation } from './confirm/startConfirmation';
import { SyncSpool } from './record/SyncSpool';
import { Redactor } from './Redactor';
import { createSourceReaders } from './source/createSourceReader';
import { openSources } from './sync/openSources';
import { startSynchronisation } from './sync/startSynchronisation';

/**
 * Keeps the catalog in step with the sources that are configured under `staticData`.
 *
 * @public
 */
export const catalogModuleStaticData = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'static-data',
  register(env) {
    env.registerInit({
      deps: {
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        events: eventsServiceRef,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        processing: catalogProcessingExtensionPoint,
        rootConfig: coreServices.rootConfig,
        scheduler: coreServices.scheduler,
        store: staticDataStoreServiceRef,
      },
      async init({
        processing,
        logger: unsafeLogger,
        rootConfig,
        store,
        httpAuth,
        httpRouter,
        ...services
      }) {
        const config = readStaticDataConfig(rootConfig);
        const { configured, left, lost } = await openSources(
          store.sources,
          config?.sources ?? [],
          unsafeLogger,
        );
        // Also those that are not configured: the catalog deletes the entities of a provider that is
        // gone (`orphanProviderStrategy` in @backstage/plugin-catalog-backend 4.0.0).
        const addProvider = (known: KnownSource) => {
          const provider = new StaticDataProvider(known);
          processing.addEntityProvider(provider);
          return { known, provider, store: store.ofSource(known.id) };
        };
        const synchronised = configured.map(({ source, known }) => ({
          ...addProvider(known),
          config: source,
        }));
        const unsynchronised = left.map(addProvider);
        lost.forEach(addProvider);
        if (!config) {
          unsafeLogger.warn(NOT_CONFIGURED_MESSAGE);
          return;
        }

        const redactor = Redactor.fromConfig(config.sources, rootConfig);
        const logger = toSafeLogger(unsafeLogger, (...args) =>
          redactor.redact(...args),
        );
        const shared = { ...services, logger, redactor };
        const synchronisation = await startSynchronisation({
          ...shared,
          staticDataConfig: config,
          configured: synchronised,
          left: unsynchronised,
          sources: store.sources,
          spool: new SyncSpool(config.spoolDirectory),
          createReader: createSourceReaders({ ...shared, rootConfig }),
        });
        const readers = new Map(
          synchronisation.sources.map(({ known, source }) => [
            known.id,
            source,
          ]),
        );
        const lister = new BranchLister({ readers, logger });
        httpRouter.use(createBranchRouter({ httpAuth, lister }));
        await startChecks({ ...shared, ...synchronisation, rootConfig });
        await startConfirmation({
          ...shared,
          sources: [...synchronised, ...unsynchronised],
          confirmations: store.confirmations,
        });
      },
    });
  },
});
