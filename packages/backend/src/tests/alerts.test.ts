import {
  createMockDirectory,
  TestDatabaseId,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { createServiceFactory } from '@backstage/backend-plugin-api';
import { JsonObject } from '@backstage/types';
import {
  notificationService,
  NotificationSendOptions,
} from '@backstage/plugin-notifications-node';
import notificationsPlugin from '@backstage/plugin-notifications-backend';
import request from 'supertest';
import {
  APPLICATIONS,
  BUILD_FILES,
  FILES,
  PATHS,
  toJson,
} from './__testUtils__/architecture';
import { startTestProduct } from './__testUtils__/startTestProduct';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

describe.each(databases.eachSupportedId())('alerts, on %s', databaseId => {
  const source = createMockDirectory();

  beforeEach(() => source.setContent(FILES));

  async function start(
    id: TestDatabaseId,
    features: Parameters<typeof startTestProduct>[0]['features'],
    alerts: JsonObject = {},
  ) {
    const product = await startTestProduct({
      databases,
      databaseId: id,
      pluginKnex: { notifications: await databases.init(id) },
      config: {
        app: { baseUrl: 'http://localhost:3000' },
        staticData: {
          directory: source.path,
          alerts: {
            consecutiveFailures: 2,
            recipients: { entityRefs: ['user:default/mock'] },
            ...alerts,
          },
        },
      },
      features,
    });
    return {
      ...product,
      breakSource: () => source.setContent({ 'README.md': 'nothing' }),
      mendSource: () => source.setContent(FILES),
      async listNotifications() {
        const { body } = await request(product.server)
          .get('/api/notifications/notifications')
          .expect(200);
        return body.notifications;
      },
    };
  }

  it('reach people as Backstage notifications: one when a state begins, replaced when it is over', async () => {
    const product = await start(databaseId, [notificationsPlugin]);
    product.breakSource();
    let latest = await product.refresh();
    await product.runAlerts();
    expect(await product.listNotifications()).toEqual([]);

    for (let i = 0; i < 3; i++) {
      latest = await product.refresh();
      expect(latest).toMatchObject({ status: 'FAILURE' });
      await product.runAlerts();
    }
    expect(await product.listNotifications()).toMatchObject([
      {
        origin: 'plugin:static-data',
        payload: {
          title: 'The last 2 syncs failed',
          severity: 'critical',
          link: expect.stringMatching(/^\/static-data-settings\/syncs\//),
        },
      },
    ]);

    product.mendSource();
    latest = await product.refresh();
    await product.runAlerts();
    expect(await product.listNotifications()).toMatchObject([
      {
        payload: {
          title: 'Syncs are no longer failing',
          severity: 'normal',
          link: `/static-data-settings/syncs/${latest.id}`,
        },
      },
    ]);
  });

  it('reach the owners of what is wrong, mended or removed, and nobody else', async () => {
    const sent: NotificationSendOptions[] = [];
    const product = await start(
      databaseId,
      [
        createServiceFactory({
          service: notificationService,
          deps: {},
          factory: () => ({ send: async options => void sent.push(options) }),
        }),
      ],
      { owners: true },
    );
    const buildFiles = Object.fromEntries(
      Object.entries(BUILD_FILES).map(([repository, content]) => [
        `repositories/${repository}/build.gradle`,
        content,
      ]),
    );
    const synchronise = async (changes: Record<string, string>) => {
      source.setContent({ ...FILES, ...buildFiles, ...changes });
      const { id } = await product.refresh();
      await product.runAlerts();
      const told = sent.splice(0).map(({ recipients, payload }) => ({
        ...recipients,
        title: payload.title,
        link: payload.link,
      }));
      return { id, told };
    };
    expect((await synchronise({})).told).toEqual([]);

    const broken = await synchronise({ [PATHS.paymentApiV2]: 'openapi: [' });
    const link = `/static-data-settings/syncs/${broken.id}?tab=findings&owner=group%3Adefault%2Fpayments-squad`;
    const toSquad = (squad: string, title: string) => ({
      type: 'entity',
      entityRef: [`group:default/${squad}`],
      title,
      link: expect.stringContaining('/static-data-settings/syncs/'),
    });
    expect(broken.told).toEqual([
      {
        ...toSquad('payments-squad', '1 finding concerns payments-squad'),
        link,
      },
    ]);
    const again = await synchronise({ [PATHS.paymentApiV2]: 'openapi: [' });
    expect(again.told).toEqual([]);

    const { told } = await synchronise({
      [PATHS.applications]: toJson(
        APPLICATIONS.filter(({ id }) => id !== 'returns'),
      ),
    });
    expect(told).toEqual([
      toSquad(
        'ordering-squad',
        '1 entity of ordering-squad was removed from the catalog',
      ),
      toSquad('payments-squad', 'No findings concern payments-squad any more'),
    ]);
  });

  it('do no harm without a notifications backend', async () => {
    const product = await start(databaseId, []);
    product.breakSource();
    await product.refresh();
    await product.refresh();
    await product.runAlerts();
    product.mendSource();
    expect(await product.refresh()).toMatchObject({ status: 'SUCCESS' });
    await product.runAlerts();
  });
});
