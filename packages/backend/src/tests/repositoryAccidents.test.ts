import { TestDatabases } from '@backstage/backend-test-utils';
import {
  BUILD_FILES,
  FILES,
  NOTHING_CHANGED,
  PATHS,
  toJson,
} from './__testUtils__/architecture';
import { startGithubArchitecture } from './__testUtils__/startArchitecture';

jest.setTimeout(120_000);

const HINT = { hint: expect.stringMatching(/\w/) };
const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

describe('an accident with the repositories', () => {
  type Started = Awaited<ReturnType<typeof startGithubArchitecture>>;
  let github: Started['github'];
  let source: Started['source'];
  let product: Started['product'];

  // One product lives through all of it.
  beforeAll(async () => {
    ({ github, source, product } = await startGithubArchitecture({
      databases,
      databaseId: 'SQLITE_3',
    }));
  });
  beforeEach(async () => {
    github.fail(undefined);
    await source.restore();
  });
  afterAll(() => github.stop());

  /** Expects that the accident did no harm, and that nothing is left of it once the source is mended. */
  async function expectHarmless() {
    await product.expectIntact();
    github.fail(undefined);
    await product.expectHealed();
  }

  it('fails the sync: the repository is gone, or the token may not see it any more', async () => {
    github.fail('notFound');

    expect(await product.refresh()).toMatchObject({
      status: 'FAILURE',
      errors: [
        {
          phase: 'FETCH',
          code: 'NOT_FOUND',
          error: expect.stringContaining('acme/architecture'),
          hint: expect.stringContaining('token'),
        },
      ],
      stats: NOTHING_CHANGED,
    });
    await expectHarmless();
  });

  it('changes nothing, but warns: the repository was renamed, and GitHub leads the way', async () => {
    github.renameRepository('acme/architecture', 'acme/landscape');

    for (const _ of ['the sync that finds out', 'the next one']) {
      expect(await product.refresh()).toMatchObject({
        status: 'SUCCESS',
        warnings: [
          'The source names acme/architecture, which is called acme/landscape now',
        ],
        stats: NOTHING_CHANGED,
      });
    }
    await product.expectIntact();

    github.renameRepository('acme/landscape', 'acme/architecture');
    const healed = await product.refresh();
    expect(healed.status).toBe('SUCCESS');
    expect(healed.warnings).toBeUndefined();
    await expectHarmless();
  });

  it('fails the sync: a branch is configured that does not exist', async () => {
    await product.restart({
      github: { ...source.staticData.github, branch: 'mian' },
    });
    expect(await product.refresh()).toMatchObject({
      status: 'FAILURE',
      errors: [
        {
          phase: 'FETCH',
          code: 'NOT_FOUND',
          error: expect.stringContaining('mian'),
          hint: expect.stringContaining(
            "'branch' in the configuration of the source",
          ),
        },
      ],
      stats: NOTHING_CHANGED,
    });
    await product.expectIntact();

    await product.restart();
    await product.expectHealed();
  });

  it('removes nothing: another repository is configured', async () => {
    await github.createRepository('acme/elsewhere', {
      files: {
        [PATHS.applications]: toJson([
          { id: 'site', name: 'Site', supportedBySquadsIds: ['web-squad'] },
        ]),
        [PATHS.squads]: toJson([{ id: 'web-squad', name: 'Web squad' }]),
        [PATHS.boundedContexts]: '[]',
        'contracts/README.md': FILES['contracts/README.md'],
      },
    });

    await product.restart({
      github: { ...source.staticData.github, repo: 'acme/elsewhere' },
    });
    expect(await product.refresh()).toMatchObject({
      status: 'PARTIAL_SUCCESS',
      errorCount: 0,
      warnings: [
        'Removals are held back: 21 of 21 entities would be removed, more than 20%',
      ],
      stats: {
        totalEntities: 23,
        entitiesAdded: 2,
        entitiesUpdated: 0,
        entitiesRemoved: 0,
        removalsHeld: 21,
        apiRelationships: NOTHING_CHANGED.apiRelationships,
      },
    });

    await product.restart();
    expect(await product.refresh()).toMatchObject({
      status: 'SUCCESS',
      stats: { ...NOTHING_CHANGED, entitiesRemoved: 2, removalsHeld: 0 },
    });
    await product.expectIntact();
    await product.expectHealed();
  });

  it.each([
    ['its repository is gone', 'notFound' as const, 'MISSING_REPOSITORY'],
    ['GitHub fails', 'serverError' as const, 'NETWORK'],
  ])(
    'takes no relation to APIs: a build file cannot be read, %s',
    async (_, failure, code) => {
      github.fail(failure, { path: /acme\/orders/ });

      expect(await product.refresh()).toMatchObject({
        status: 'PARTIAL_SUCCESS',
        errors: [
          {
            phase: 'FETCH',
            code,
            entity: 'component:default/orders',
            error: expect.stringContaining('acme/orders'),
            ...HINT,
          },
        ],
        stats: NOTHING_CHANGED,
      });
      await expectHarmless();
    },
  );

  it('takes no relation to APIs, and says once: the token lost its access to all repositories', async () => {
    github.fail('notFound', { path: /acme\/(orders|payments|cart|invoices)/ });

    expect(await product.refresh()).toMatchObject({
      status: 'PARTIAL_SUCCESS',
      errors: [
        {
          phase: 'FETCH',
          code: 'MISSING_REPOSITORY',
          error: expect.stringMatching(
            /4 applications from 4 repositories: acme\/\w+, acme\/\w+, acme\/\w+ and 1 more/,
          ),
          ...HINT,
        },
      ],
      stats: NOTHING_CHANGED,
    });
    await expectHarmless();
  });

  it('takes no relation to APIs: a brace is missing in a build file', async () => {
    const repository = source.repositories['acme/payments'];
    const buildFile = BUILD_FILES['acme/payments'];
    await repository.commit({
      files: { 'build.gradle': buildFile.replace(/\}\n$/, '') },
    });
    expect(await product.refresh()).toMatchObject({
      status: 'PARTIAL_SUCCESS',
      errors: [
        {
          phase: 'PARSE',
          code: 'SYNTAX',
          entity: 'component:default/payments',
          file: 'acme/payments/build.gradle',
          line: 1,
          ...HINT,
        },
      ],
      stats: NOTHING_CHANGED,
    });
    await product.expectIntact();

    await repository.commit({ files: { 'build.gradle': buildFile } });
    await product.expectHealed();
  });
});
