import { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { actionsRegistryServiceMock } from '@backstage/backend-test-utils/alpha';
import { ConfigReader } from '@backstage/config';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { JsonObject } from '@backstage/types';
import { readStaticDataConfig } from '@internal/plugin-static-data-node';
import { createCallerLimits } from '../../http/limitPerCaller';
import { RefreshService } from '../../service/RefreshService';
import { SourceService } from '../../service/SourceService';
import { StateService } from '../../service/StateService';
import { SteeringService } from '../../service/SteeringService';
import { registerActions } from '../Action';
import { readActions } from '../readActions';
import { refreshActions } from '../refreshActions';
import { steeringActions } from '../steeringActions';
import { createTestStore } from '../../__testUtils__/createTestStore';

/** The actions over a real store, for callers who lack some permissions. */
export async function setUpActions(options: {
  knex: Awaited<ReturnType<TestDatabases['init']>>;
  /** The configuration. */
  staticData?: JsonObject;
  /** Names of the permissions that the caller lacks. */
  denied?: string[];
}) {
  const { knex, staticData = { directory: 'data' }, denied = [] } = options;
  const store = await createTestStore(knex);
  const rootConfig = new ConfigReader({ staticData });
  const config = readStaticDataConfig(rootConfig)!;
  const events = mockServices.events();
  const logger = mockServices.logger.mock();
  const actionsRegistry = actionsRegistryServiceMock();
  const auditor = mockServices.auditor.mock();
  const audit = { success: jest.fn(), fail: jest.fn() };
  auditor.createEvent.mockResolvedValue(audit);
  const shared = {
    store: store.all,
    sources: new SourceService({ store: store.all, config, rootConfig }),
    refresh: await RefreshService.create({
      store: store.all,
      events,
      logger,
      config,
    }),
  };
  const states = new StateService(shared);
  registerActions([...readActions, ...refreshActions, ...steeringActions], {
    actionsRegistry,
    auth: mockServices.auth(),
    permissions: mockServices.permissions.mock({
      authorize: async requests =>
        requests.map(({ permission }) => ({
          result: denied.includes(permission.name)
            ? AuthorizeResult.DENY
            : AuthorizeResult.ALLOW,
        })),
    }),
    auditor,
    limits: createCallerLimits(),
    services: {
      ...shared,
      states,
      steering: new SteeringService({ ...shared, states, events, logger }),
    },
  });
  return {
    store,
    sources: shared.sources,
    events,
    actionsRegistry,
    auditor,
    audit,
    /** Runs an action, and gives its output. */
    async run(
      name: string,
      input: JsonObject = {},
      credentials: BackstageCredentials = mockCredentials.user(),
    ) {
      const { output } = await actionsRegistry.invoke({
        id: `test:${name}`,
        input,
        credentials,
      });
      return output;
    },
  };
}
