import {
  createMockDirectory,
  TestDatabaseId,
  TestDatabases,
} from '@backstage/backend-test-utils';
import notificationsPlugin from '@backstage/plugin-notifications-backend';
import request from 'supertest';
import { FILES } from './__testUtils__/architecture';
import { startTestProduct } from './__testUtils__/startTestProduct';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

describe.each(databases.eachSupportedId())('alerts, on %s', databaseId => {
  const source = createMockDirectory();

  beforeEach(() => source.setContent(FILES));

  async function start(
    id: TestDatabaseId,
    features: Parameters<typeof startTestProduct>[0]['features'],
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
          title: 'Syncs are succeeding again',
          severity: 'normal',
          link: `/static-data-settings/syncs/${latest.id}`,
        },
      },
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
