import { TestDatabases } from '@backstage/backend-test-utils';
import { GithubTestServer } from 'test-servers';
import { startTestProduct } from './__testUtils__/startTestProduct';

jest.setTimeout(120_000);

const HOST = 'ghe.example.com';
const CONTRACT = 'openapi: 3.0.3\ninfo: { title: Pay, version: 1.0.0 }\n';

/** How an application can name the repository acme/pay, or the folder of it that has the service. */
const SINGLE = [
  { url: `https://${HOST}/acme/pay` },
  { url: `url:https://${HOST}/acme/pay/` },
  { url: `https://${HOST}/acme/pay?tab=readme#usage` },
  { url: `git@${HOST}:acme/pay.git` },
  { url: `${HOST}/acme/pay` },
  { repository: 'acme/pay' },
  { repository: `ssh://git@${HOST}:2222/acme/pay.git` },
  { repository: { type: 'git', url: `git+https://${HOST}/acme/pay.git` } },
  { repo: `https://${HOST}/acme/pay.git` },
].map(application => ({ ...application, path: '.' }));
const IN_FOLDER = [
  { repository: 'acme/mono', path: 'services/pay' },
  { url: `https://${HOST}/acme/mono/tree/main/services/pay` },
  { url: `https://${HOST}/acme/mono/tree/feature/x/services/pay` },
  { repository: `https://${HOST}/acme/mono/blob/main/services/pay/README.md` },
  {
    repository: {
      type: 'git',
      url: `https://${HOST}/acme/mono`,
      directory: 'services/pay',
    },
  },
];
const ALL_PROJECTS = [
  { repository: 'acme/mono' },
  { url: `https://${HOST}/acme/mono/tree/feature/x` },
].map(application => ({ ...application, path: '.' }));

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

describe.each(databases.eachSupportedId())(
  'a source on GitHub Enterprise, on %s',
  databaseId => {
    let github: GithubTestServer;

    beforeEach(async () => {
      github = await GithubTestServer.start();
    });
    afterEach(() => github.stop());

    async function start(applications: object[]) {
      const records = applications.map((fields, index) => ({
        id: `app-${index}`,
        name: `App ${index}`,
        supportedBySquadsIds: ['pay-squad'],
        ...fields,
      }));
      await github.createRepository('acme/architecture', {
        files: {
          'data/squads.json': '[{ "id": "pay-squad" }]',
          'data/bounded-contexts.json':
            '[{ "id": "pay", "ownerSquadId": "pay-squad" }]',
          'data/applications.json': JSON.stringify(records, undefined, 2),
          'contracts/pay/openapi/pay-api/v1.yaml': CONTRACT,
          'contracts/pay/openapi/pay-api/v2.yaml': CONTRACT,
        },
      });
      await github.createRepository('acme/pay', {
        files: {
          'build.gradle': 'openapi { producer { java("pay:pay-api:1.0.0") } }',
        },
      });
      const mono = await github.createRepository('acme/mono', {
        files: {
          'settings.gradle.kts': 'include("services:pay", "services:fraud")',
          'services/pay/build.gradle.kts':
            'openapi { producer { java("pay:pay-api:1.0.0") } }',
          'services/fraud/build.gradle':
            'openapi { consumer { java "pay:pay-api:2.0.0" } }',
        },
      });
      await mono.branch('feature/x');
      return startTestProduct({
        databases,
        databaseId,
        config: {
          staticData: {
            github: {
              repo: 'acme/architecture',
              host: HOST,
              apiBaseUrl: github.apiBaseUrl,
            },
          },
        },
      });
    }

    it('finds the build file however an application names its repository', async () => {
      const applications = [...SINGLE, ...IN_FOLDER, ...ALL_PROJECTS];
      const { refresh, waitForEntities } = await start(applications);

      expect(await refresh()).toMatchObject({
        status: 'SUCCESS',
        warningCount: 0,
      });
      const components = (
        await waitForEntities(all => all.length === applications.length + 4)
      ).filter(({ kind }) => kind === 'Component');
      expect(components).toHaveLength(applications.length);
      for (const { metadata, spec } of components) {
        const index = Number(metadata.name.slice('app-'.length));
        const isWhole = index >= SINGLE.length + IN_FOLDER.length;
        expect([index, spec?.providesApis, spec?.consumesApis]).toEqual([
          index,
          ['api:default/pay-pay-api-v1'],
          isWhole ? ['api:default/pay-pay-api-v2'] : undefined,
        ]);
      }

      // Asking again takes one request for each address, none of which GitHub counts.
      github.requests.length = 0;
      expect(await refresh()).toMatchObject({ status: 'SUCCESS' });
      const contents = github.requests.filter(({ path }) =>
        path.includes('/contents/'),
      );
      expect(contents.length).toBeLessThan(10);
      expect(new Set(contents.map(({ status }) => status))).toEqual(
        new Set([304]),
      );
    });

    it('says which applications share a build file without a word about it', async () => {
      const { refresh } = await start([
        { repository: 'acme/mono', path: '.' },
        { url: `https://${HOST}/acme/mono` },
        { repository: 'acme/pay' },
      ]);
      expect(await refresh()).toMatchObject({
        status: 'SUCCESS',
        warnings: [expect.stringMatching(/acme\/mono\/.*: app-0, app-1/)],
      });
    });

    it('says at its line which relations are lost', async () => {
      const { refresh } = await start([
        { url: 'https://code.example.com/acme/pay' },
        { repository: 'https://gitlab.com/acme/pay' },
        { repository: 'pay' },
        { repository: 'acme/unknown' },
        { url: 'https://pay.example.com/' },
      ]);
      const sync = await refresh();
      expect(sync).toMatchObject({
        status: 'PARTIAL_SUCCESS',
        errors: [
          {
            code: 'MISSING_REPOSITORY',
            file: 'data/applications.json',
            line: 26,
            entity: 'component:default/app-3',
            error: expect.stringContaining('acme/unknown'),
          },
        ],
        warnings: [
          expect.stringMatching(/app-1.*gitlab\.com.*relations to APIs/),
          expect.stringMatching(/app-2.*'pay'.*relations to APIs/),
          // Which may be a website, and so once for the host.
          expect.stringMatching(/code\.example\.com.*relations to APIs.*app-0/),
        ],
      });
    });
  },
);
