import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { TestDatabases } from '@backstage/backend-test-utils';
import {
  ConfigSources,
  FileConfigSource,
  loadConfigSchema,
} from '@backstage/config-loader';
import {
  DirectorySourceConfig,
  readStaticDataConfig,
  toConfigSnapshot,
} from '@internal/plugin-static-data-node';
import request from 'supertest';
import { startTestProduct } from './__testUtils__/startTestProduct';

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

const startWith = (staticData: object | undefined) =>
  startTestProduct({
    databases,
    databaseId: 'SQLITE_3',
    config: { ...(staticData && { staticData: { ...staticData } }) },
  });

describe('configuration', () => {
  it.each([
    [
      {},
      `exactly one of 'staticData.url', 'staticData.github', 'staticData.directory'`,
    ],
    [
      { github: { repo: 'architecture' } },
      `'staticData.github.repo' must be 'owner/name'`,
    ],
    [
      { directory: '.', schedule: { frequency: '* * *' } },
      `'staticData.schedule.frequency' must be a cron expression`,
    ],
    [
      { directory: '.', safety: { maxRemovalPercent: 120 } },
      `'staticData.safety.maxRemovalPercent' must be a number from 0 to 100`,
    ],
    [
      { directory: '.', histroy: { maxRecords: 1 } },
      `unknown key 'staticData.histroy': did you mean 'history'?`,
    ],
    [
      { github: { repo: 'a/b', enterprise: { host: 'ghe', apiUrl: 'x' } } },
      `unknown key 'staticData.github.enterprise'`,
    ],
    [
      { directory: '.', spoolDirectory: `${__filename}/spool` },
      `configuration.test.ts/spool' cannot be written`,
    ],
  ])('%j stops the start with the key', async (staticData, message) => {
    await expect(startWith(staticData)).rejects.toThrow(message);
  });

  it.each([
    [{}, 'main', '*/30 * * * *'],
    [
      {
        STATIC_DATA_BRANCH: 'next',
        STATIC_DATA_SCHEDULE_FREQUENCY: '0 6 * * 1-5',
      },
      'next',
      '0 6 * * 1-5',
    ],
    [{ STATIC_DATA_SCHEDULE_FREQUENCY: 'PT3H' }, 'main', 'PT3H'],
  ])(
    'of production reads the environment: %j',
    async (env: Record<string, string>, branch, scheduleFrequency) => {
      const variables: Record<string, string> = {
        STATIC_DATA_REPO: 'acme/architecture',
        STATIC_DATA_GITHUB_TOKEN: 'ghp_token',
        STATIC_DATA_BASE_URL: 'https://portal.example.com',
        ...env,
      };
      const root = resolve(__dirname, '../../../..');
      const rootConfig = await ConfigSources.toConfig(
        ConfigSources.merge(
          ['app-config.yaml', 'app-config.production.yaml'].map(name =>
            FileConfigSource.create({
              path: resolve(root, name),
              substitutionFunc: async variable => variables[variable],
            }),
          ),
        ),
      );
      const [config] = readStaticDataConfig(rootConfig)!.sources;
      rootConfig.close();
      expect(toConfigSnapshot(config)).toMatchObject({
        repository: 'acme/architecture',
        branch,
        scheduleFrequency,
      });
      expect(config.source).toMatchObject({ token: 'ghp_token' });
    },
  );

  it('of two sources is that of the samples', async () => {
    const root = resolve(__dirname, '../../../..');
    const rootConfig = await ConfigSources.toConfig(
      ConfigSources.merge(
        ['app-config.yaml', 'app-config.sources.yaml'].map(name =>
          FileConfigSource.create({ path: resolve(root, name) }),
        ),
      ),
    );
    const { sources } = readStaticDataConfig(rootConfig)!;
    rootConfig.close();
    expect(sources).toMatchObject([
      {
        id: 'company',
        renamedFrom: 'default',
        source: { directory: '../../examples/static-data' },
      },
      { id: 'platform', source: { directory: '../../examples/monorepo' } },
    ]);
    for (const { source, files } of sources) {
      const { directory } = source as DirectorySourceConfig;
      const { domains, ...required } = files;
      const missing = Object.values(required).filter(
        path => !existsSync(resolve(__dirname, '../..', directory, path)),
      );
      expect(missing).toEqual([]);
    }
  });

  it('has secrets, also those of one of several sources', async () => {
    const schema = await loadConfigSchema({
      dependencies: ['@internal/plugin-static-data-node'],
      excludePackageDependencies: true,
    });
    const github = { repo: 'acme/architecture', token: 'ghp_token' };
    const webhook = { url: 'https://a', secret: 'whsec_', events: [] };
    const data = {
      staticData: {
        github,
        sources: { core: { github } },
        webhooks: [webhook],
      },
    };
    const [secrets] = schema.process([{ context: 'app-config.yaml', data }], {
      visibility: ['secret'],
    });
    const { token } = github;
    const { url, secret } = webhook;
    expect(secrets.data).toEqual({
      staticData: {
        github: { token },
        sources: { core: { github: { token } } },
        webhooks: [{ url, secret }],
      },
    });
  });

  it('says what is missing when there is none', async () => {
    const { server } = await startWith(undefined);
    const { body } = await request(server)
      .get('/api/static-data/settings')
      .expect(503);
    expect(body.error.message).toContain('staticData');
  });
});
