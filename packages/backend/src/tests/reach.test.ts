import { TestDatabases } from '@backstage/backend-test-utils';
import { GithubTestServer, GitTestRepository } from 'test-servers';
import { startTestProduct } from './__testUtils__/startTestProduct';

jest.setTimeout(120_000);

const SECRET = 'password=hunter2 host=db.internal';
const BUILD_FILE = `openapi {
  producer {
    java("pay:pay-api:1.0.0")
    java("${SECRET}")
    java(secretOf("hunter3"))
  }
}
`;

/** What the source says of applications, by the names of their repositories. */
function toApplications(repositories: Record<string, string>): string {
  return JSON.stringify(
    Object.entries(repositories).map(([id, repository]) => ({
      id,
      name: id,
      supportedBySquadsIds: ['pay-squad'],
      repository,
    })),
  );
}

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

describe.each(databases.eachSupportedId())(
  'what a source may reach, on %s',
  databaseId => {
    let github: GithubTestServer;
    let architecture: GitTestRepository;

    beforeEach(async () => {
      github = await GithubTestServer.start();
      architecture = await github.createRepository('acme/architecture', {
        files: {
          'data/squads.json': '[{ "id": "pay-squad" }]',
          'data/bounded-contexts.json':
            '[{ "id": "pay", "ownerSquadId": "pay-squad" }]',
          'data/applications.json': toApplications({ pay: 'other/pay' }),
          'contracts/pay/openapi/pay-api/v1.yaml':
            'openapi: 3.0.3\ninfo: { title: Pay, version: 1.0.0 }\n',
        },
      });
      await github.createRepository('other/pay', {
        files: { 'build.gradle': BUILD_FILE },
      });
    });
    afterEach(() => github.stop());

    const start = (
      allow: string[],
      knex?: Awaited<ReturnType<typeof startTestProduct>>['knex'],
    ) =>
      startTestProduct({
        databases,
        databaseId,
        knex,
        config: {
          staticData: {
            github: {
              repo: 'acme/architecture',
              apiBaseUrl: github.apiBaseUrl,
            },
            repositories: { allow },
          },
        },
      });

    it('is the repositories of its owner, and those that the configuration allows', async () => {
      const first = await start(['other/*']);
      const read = await first.refresh();
      expect(read).toMatchObject({ status: 'SUCCESS', warningCount: 2 });
      await first.waitForEntities(all =>
        all.some(({ spec }) => spec?.providesApis !== undefined),
      );
      const { body } = await first.api.get(`/sync-history/${read.id}/findings`);
      const { body: logs } = await first.api.get(
        `/sync-history/${read.id}/logs`,
      );
      expect(JSON.stringify(body)).toContain('is not an API reference');
      expect(JSON.stringify([read, body, logs])).not.toMatch(/hunter|db\.int/);
      await first.stop();

      // Not allowed any more, its relations go, and it says why.
      github.requests.length = 0;
      const second = await start([], first.knex);
      expect(await second.refresh()).toMatchObject({
        status: 'SUCCESS',
        stats: { entitiesUpdated: 1 },
        warnings: [
          expect.stringMatching(
            /'other\/pay'.* its relations to APIs are not known \(data\/applications\.json:1\)/,
          ),
        ],
      });
      expect(github.requests.map(({ path }) => path).join()).not.toContain(
        'other/pay',
      );
      await second.waitForEntities(all =>
        all.every(({ spec }) => spec?.providesApis === undefined),
      );
      await second.stop();

      // Allowed again, they are back.
      const third = await start(['OTHER/pay'], first.knex);
      expect(await third.refresh()).toMatchObject({
        stats: { entitiesUpdated: 1 },
      });
      await third.stop();
    });

    it('goes on when its owner is renamed, by either name', async () => {
      const files = { 'build.gradle': 'openapi {}' };
      const pay = await github.createRepository('acme/pay', { files });
      await github.createRepository('acme/till', { files });
      await architecture.commit({
        files: {
          'data/applications.json': toApplications({ pay: 'acme/pay' }),
        },
      });
      const product = await start([]);
      expect(await product.refresh()).toMatchObject({ status: 'SUCCESS' });

      for (const name of ['architecture', 'pay', 'till']) {
        github.renameRepository(`acme/${name}`, `umbrella/${name}`);
      }
      await pay.commit({
        files: {
          'build.gradle': 'openapi { producer { java("pay:pay-api:1.0.0") } }',
        },
      });
      const renamed = [
        'The source names acme/architecture, which is called umbrella/architecture now',
        'pay names acme/pay, which is called umbrella/pay now (data/applications.json:1)',
      ];
      expect(await product.refresh()).toMatchObject({
        status: 'SUCCESS',
        warnings: renamed,
        stats: { entitiesUpdated: 1 },
      });

      await architecture.commit({
        files: {
          'data/applications.json': toApplications({
            pay: 'acme/pay',
            till: 'umbrella/till',
          }),
        },
      });
      expect(await product.refresh()).toMatchObject({
        status: 'SUCCESS',
        warnings: renamed,
        stats: { entitiesAdded: 1 },
      });
      await product.stop();
    });
  },
);
