import { isDeepStrictEqual } from 'node:util';
import {
  MockDirectory,
  TestDatabaseId,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { JsonObject } from '@backstage/types';
import { GitTestRepository, GithubTestServer } from 'test-servers';
import {
  BUILD_FILES,
  ENTITY_COUNT,
  FILES,
  NOTHING_CHANGED,
  RELATION_COUNT,
} from './architecture';
import { startTestProduct, TestProductDatabases } from './startTestProduct';

type Product = Awaited<ReturnType<typeof startTestProduct>>;

/** A source that can be mended. */
interface ArchitectureSource {
  /** What configures it. */
  staticData: { github?: JsonObject; directory?: string };
  /** Puts every file of the architecture back as it should be. */
  restore(): Promise<unknown>;
}

/** Puts the architecture and the repositories of its applications on a GitHub server. */
export async function createGithubArchitecture(
  github: GithubTestServer,
): Promise<
  ArchitectureSource & {
    architecture: GitTestRepository;
    /** The repositories of applications, by their name. */
    repositories: Record<string, GitTestRepository>;
  }
> {
  const repositories: Record<string, GitTestRepository> = {};
  for (const [name, buildFile] of Object.entries(BUILD_FILES)) {
    const files = { 'build.gradle': buildFile };
    repositories[name] = await github.createRepository(name, { files });
  }
  const architecture = await github.createRepository('acme/architecture', {
    files: FILES,
  });
  return {
    architecture,
    repositories,
    staticData: {
      github: {
        repo: 'acme/architecture',
        branch: 'main',
        apiBaseUrl: github.apiBaseUrl,
      },
    },
    restore: () => architecture.commit({ files: FILES }),
  };
}

/** Puts the architecture into a directory, with the build files below `repositories`. */
export function createDirectoryArchitecture(
  directory: MockDirectory,
): ArchitectureSource {
  const files = { ...FILES };
  for (const [name, buildFile] of Object.entries(BUILD_FILES)) {
    files[`repositories/${name}/build.gradle`] = buildFile;
  }
  directory.setContent(files);
  return {
    staticData: { directory: directory.path },
    restore: async () => directory.setContent(files),
  };
}

/**
 * Starts the product over an architecture, and waits until the catalog has all of it.
 *
 * @returns what goes on with the product that runs, after a restart as well
 */
export async function startArchitecture(
  options: ArchitectureSource & {
    databases: TestDatabases;
    databaseId: TestDatabaseId;
    features?: Parameters<typeof startTestProduct>[0]['features'];
  },
) {
  const { staticData, restore, ...rest } = options;
  const start = (config: JsonObject, knex?: TestProductDatabases) =>
    startTestProduct({ ...rest, knex, config: { staticData: config } });
  let running = await start(staticData);
  expect(await running.refresh()).toMatchObject({ status: 'SUCCESS' });
  const intact = toView(await running.waitForEntities(isComplete));

  /** Expects that the catalog still has every entity as it was, and every relation. */
  const expectIntact = async () =>
    expect(toView(await running.getEntities())).toEqual(intact);
  const refresh: Product['refresh'] = body => running.refresh(body);
  const waitForEntities: Product['waitForEntities'] = condition =>
    running.waitForEntities(condition);
  const get = async (path: string) =>
    (await running.api.get(path).expect(200)).body;

  return {
    refresh,
    waitForEntities,
    /** What the plugin answers. */
    get,
    post: (path: string, body: object) => running.api.post(path).send(body),
    /** Stops the product and starts it again on the same databases. */
    async restart(config: JsonObject = staticData) {
      await running.stop();
      running = await start(config, running.knex);
    },
    expectIntact,
    /** Mends the source, and expects that nothing was lost and nothing is left to do. */
    async expectHealed() {
      await restore();
      expect(await refresh()).toMatchObject({
        status: 'SUCCESS',
        errorCount: 0,
        warningCount: 0,
        stats: { ...NOTHING_CHANGED, entitiesRetained: 0, removalsHeld: 0 },
      });
      await expectIntact();
      expect(await get('/held-removals')).toEqual({ heldRemovals: [] });
    },
    /** Mends the source, and waits until the catalog has everything again. */
    async recover() {
      await restore();
      await refresh();
      await running.waitForEntities(all =>
        isDeepStrictEqual(toView(all), intact),
      );
    },
  };
}

/** Starts a GitHub server with the architecture on it, and the product over that. */
export async function startGithubArchitecture(
  options: Omit<
    Parameters<typeof startArchitecture>[0],
    keyof ArchitectureSource
  >,
) {
  const github = await GithubTestServer.start();
  try {
    const source = await createGithubArchitecture(github);
    const product = await startArchitecture({ ...source, ...options });
    return { github, source, product };
  } catch (error) {
    await github.stop();
    throw error;
  }
}

/** What a reader of the catalog sees: the entities, their content and their relations. */
function toView(entities: Entity[]) {
  return entities
    .map(entity => ({
      ref: stringifyEntityRef(entity),
      title: entity.metadata.title,
      spec: entity.spec,
      relations: (entity.relations ?? [])
        .map(({ type, targetRef }) => `${type} ${targetRef}`)
        .sort(),
    }))
    .sort((a, b) => a.ref.localeCompare(b.ref));
}

/** All of the architecture is in the catalog, and all of its relations. */
function isComplete(entities: Entity[]): boolean {
  const relations = entities.flatMap(entity => entity.relations ?? []);
  return (
    entities.length === ENTITY_COUNT && relations.length === RELATION_COUNT
  );
}
