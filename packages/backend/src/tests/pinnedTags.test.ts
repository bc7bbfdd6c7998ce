import { TestDatabases } from '@backstage/backend-test-utils';
import { JsonObject } from '@backstage/types';
import {
  GithubTestServer,
  GitlabTestServer,
  GitTestRepository,
  GitTestServer,
} from 'test-servers';
import {
  BUILD_FILES,
  FILES,
  PATHS,
  toJson,
} from './__testUtils__/architecture';
import { startTestProduct } from './__testUtils__/startTestProduct';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

const HOSTS: Record<
  string,
  {
    start(): Promise<GitTestServer & { apiBaseUrl: string }>;
    integration: 'github' | 'gitlab';
    host: string;
  }
> = {
  GitHub: {
    start: () => GithubTestServer.start(),
    integration: 'github',
    host: 'ghe.example.com',
  },
  GitLab: {
    start: () => GitlabTestServer.start({}),
    integration: 'gitlab',
    host: 'gitlab.example.com',
  },
};

const squads = JSON.parse(FILES[PATHS.squads]);

/** The architecture with one more squad. */
const withSquad = (id: string) => ({
  files: {
    [PATHS.squads]: toJson([...squads, { ...squads[0], id, name: id }]),
  },
});

describe.each(Object.entries(HOSTS))('a source on %s', (_, kind) => {
  let server: Awaited<ReturnType<typeof kind.start>>;
  let repository: GitTestRepository;
  let product: Awaited<ReturnType<typeof startTestProduct>>;

  beforeAll(async () => {
    server = await kind.start();
    repository = await server.createRepository('acme/architecture', {
      files: FILES,
    });
    for (const [name, content] of Object.entries(BUILD_FILES)) {
      const files = { 'build.gradle': content };
      await server.createRepository(name, { files });
    }
    const { host, integration } = kind;
    const integrations: JsonObject = {
      [integration]: [{ host, apiBaseUrl: server.apiBaseUrl }],
    };
    product = await startTestProduct({
      databases,
      databaseId: 'SQLITE_3',
      config: {
        integrations,
        staticData: { url: `https://${host}/acme/architecture` },
      },
    });
  });
  afterAll(() => server.stop());

  /** Pins or unpins the source, and runs the sync that carries it out. */
  async function steer(act: string, body: object = {}) {
    await product.api.post(`/sources/default/${act}`).send(body).expect(200);
    return product.refresh();
  }

  it.each([
    ['a lightweight tag', 'v1', undefined],
    ['an annotated tag', 'v2', 'Release 2'],
  ])(
    'stays at the commit that %s led to when it was pinned, and names both',
    async (_kind, tag, message) => {
      const released = await repository.commit(withSquad(`of-${tag}`));
      await repository.tag(tag, message);
      await repository.commit(withSquad(`after-${tag}`));

      const preview = await product.refresh({ dryRun: true, ref: tag });
      expect(preview).toMatchObject({ dryRun: true, revision: released });
      const pinned = await steer('pin', { ref: tag, reason: 'Bad release' });
      expect(pinned).toMatchObject({ status: 'SUCCESS', revision: released });
      await product.waitForEntities(all =>
        all.some(({ metadata }) => metadata.name === `of-${tag}`),
      );

      // Whatever is pushed, and wherever the tag goes.
      await repository.tag(tag, message);
      expect(await product.refresh({ full: true })).toMatchObject({
        status: 'SUCCESS',
        revision: released,
      });
      const { body } = await product.api.get('/settings').expect(200);
      expect(body.steering.pin).toMatchObject({
        ref: tag,
        revision: released,
        sync: null,
      });
      expect(body.health.reasons).toContainEqual(
        expect.stringContaining(`to ${tag} (commit ${released}) by`),
      );

      expect(await steer('unpin')).toMatchObject({
        revision: await repository.resolve('main'),
      });
    },
  );
});
