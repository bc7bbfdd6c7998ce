import { WinstonLogger } from '@backstage/backend-defaults/rootLogger';
import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';

/**
 * A logger that does not look for secrets in the configuration. The one of
 * @backstage/backend-defaults 0.18.0 compiles the schemas of all packages for that, the larger part
 * of a start.
 */
export const plainRootLogger = createServiceFactory({
  service: coreServices.rootLogger,
  deps: {},
  factory: () => WinstonLogger.create({ level: 'info' }),
});
