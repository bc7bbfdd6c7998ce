import { TestDatabases } from '@backstage/backend-test-utils';
import {
  APPLICATIONS,
  FILES,
  lineOf,
  NOTHING_CHANGED,
  PATHS,
  toJson,
} from './__testUtils__/architecture';
import { startGithubArchitecture } from './__testUtils__/startArchitecture';

jest.setTimeout(120_000);

const HINT = { hint: expect.stringMatching(/\w/) };
const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

describe('an accident in the files of the repository', () => {
  const applications = FILES[PATHS.applications];
  const squads = FILES[PATHS.squads];
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
  beforeEach(() => source.restore());
  afterAll(() => github.stop());

  const commit = (files: Record<string, string>, remove?: string[]) =>
    source.architecture.commit({ files, remove });

  /** Expects that the accident did no harm, and that nothing is left of it once the source is mended. */
  async function expectHarmless() {
    await product.expectIntact();
    await product.expectHealed();
  }

  it.each([
    ['emptied', '', { code: 'SYNTAX', line: 1 }],
    [
      'cut in the middle',
      applications.slice(0, applications.indexOf('"refunds"') + 9),
      { code: 'SYNTAX', line: lineOf(applications, '"refunds"') },
    ],
    ['replaced by {}', '{}', { code: 'SCHEMA', line: 1 }],
  ])(
    'leaves all components as they were: applications.json is %s',
    async (_, content, problem) => {
      await commit({ [PATHS.applications]: content });

      expect(await product.refresh()).toMatchObject({
        status: 'PARTIAL_SUCCESS',
        errorCount: 1,
        errors: [
          { phase: 'PARSE', file: PATHS.applications, ...problem, ...HINT },
        ],
        stats: { ...NOTHING_CHANGED, entitiesRetained: 12, removalsHeld: 0 },
      });
      await expectHarmless();
    },
  );

  it('takes the owner from nobody: a merge left its marks in the file of squads', async () => {
    const name = '    "name": "Platform squad"\n';
    const conflict = squads.replace(
      name,
      `<<<<<<< HEAD\n${name}=======\n    "name": "Platform crew"\n>>>>>>> rename\n`,
    );
    await commit({ [PATHS.squads]: conflict });

    expect(await product.refresh()).toMatchObject({
      status: 'PARTIAL_SUCCESS',
      errors: [
        {
          phase: 'PARSE',
          code: 'SYNTAX',
          file: PATHS.squads,
          line: lineOf(conflict, '<<<<<<<'),
          ...HINT,
        },
      ],
      warningCount: 0,
      stats: { ...NOTHING_CHANGED, entitiesRetained: 3 },
    });
    await expectHarmless();
  });

  it('takes an API from nobody: a contract does not parse', async () => {
    await commit({ [PATHS.orderApi]: 'openapi: 3.0.3\ninfo: { title: Orders' });

    expect(await product.refresh()).toMatchObject({
      status: 'PARTIAL_SUCCESS',
      errors: [
        {
          phase: 'PARSE',
          code: 'SYNTAX',
          file: PATHS.orderApi,
          line: 2,
          entity: 'api:default/ordering-order-api-v1',
          ...HINT,
        },
      ],
      warningCount: 0,
      stats: { ...NOTHING_CHANGED, entitiesRetained: 1 },
    });
    await expectHarmless();
  });

  it('lets the first of two records win: an application was copied with its id', async () => {
    const content = toJson([
      ...APPLICATIONS,
      { ...APPLICATIONS[1], name: 'A copy' },
    ]);
    await commit({ [PATHS.applications]: content });

    expect(await product.refresh()).toMatchObject({
      status: 'PARTIAL_SUCCESS',
      errors: [
        {
          phase: 'PARSE',
          code: 'DUPLICATE',
          file: PATHS.applications,
          line: lineOf(content, '"name": "A copy"') - 2,
          entity: 'component:default/orders',
          ...HINT,
        },
      ],
      stats: { ...NOTHING_CHANGED, removalsHeld: 0 },
    });
    await expectHarmless();
  });

  it('removes nothing: an application was given the id of another', async () => {
    const mistaken = applications.replace('"id": "refunds"', '"id": "orders"');
    await commit({ [PATHS.applications]: mistaken });

    expect(await product.refresh()).toMatchObject({
      status: 'PARTIAL_SUCCESS',
      errors: [
        { code: 'DUPLICATE', entity: 'component:default/orders', ...HINT },
      ],
      stats: { ...NOTHING_CHANGED, entitiesRetained: 1 },
    });
    await expectHarmless();
  });

  it.each([
    ['applications.json has none any more', [], 12],
    ['half of them are gone', APPLICATIONS.slice(0, 6), 6],
  ])(
    'holds the removal of applications: %s',
    async (_, remaining, removalsHeld) => {
      await commit({ [PATHS.applications]: toJson(remaining) });

      expect(await product.refresh()).toMatchObject({
        status: 'PARTIAL_SUCCESS',
        errorCount: 0,
        warnings: [
          `Removals are held back: ${removalsHeld} of 21 entities would be removed, more than 20%`,
        ],
        stats: { ...NOTHING_CHANGED, entitiesRetained: 0, removalsHeld },
      });
      await expectHarmless();
    },
  );

  it('holds the removal of the last entities of a kind: the folder of contracts is empty', async () => {
    await commit({}, ['contracts/ordering', 'contracts/payments']);

    expect(await product.refresh()).toMatchObject({
      status: 'PARTIAL_SUCCESS',
      warnings: [
        'Removals are held back: all 4 entities of kind API would be removed',
      ],
      stats: { ...NOTHING_CHANGED, removalsHeld: 4 },
    });
    await expectHarmless();
  });

  it.each([
    ['squads', PATHS.squads, 3],
    ['bounded contexts', PATHS.boundedContexts, 2],
  ])(
    'takes owner and system from nobody: there are no %s any more',
    async (_, path, removalsHeld) => {
      await commit({ [path]: '[]' });

      expect(await product.refresh()).toMatchObject({
        status: 'PARTIAL_SUCCESS',
        stats: { ...NOTHING_CHANGED, removalsHeld },
      });
      await expectHarmless();
    },
  );

  it('fails the sync: applications.json has another name', async () => {
    await commit({ 'data/apps.json': applications }, [PATHS.applications]);

    expect(await product.refresh()).toMatchObject({
      status: 'FAILURE',
      errors: [
        {
          phase: 'FETCH',
          code: 'NOT_FOUND',
          file: PATHS.applications,
          hint: expect.stringContaining('staticData.files'),
        },
      ],
      stats: NOTHING_CHANGED,
    });
    await expectHarmless();
  });

  it('fails the sync: the folder of contracts is gone', async () => {
    await commit({}, [PATHS.contracts]);

    expect(await product.refresh()).toMatchObject({
      status: 'FAILURE',
      errors: [
        {
          phase: 'FETCH',
          code: 'NOT_FOUND',
          error: expect.stringContaining('folder contracts is gone'),
          ...HINT,
        },
      ],
      stats: NOTHING_CHANGED,
    });
    await expectHarmless();
  });

  it('fails the sync: GitHub answers 200 with an empty tree', async () => {
    await commit({}, ['data', PATHS.contracts]);

    expect(await product.refresh()).toMatchObject({
      status: 'FAILURE',
      errors: [{ phase: 'FETCH', code: 'EMPTY_SOURCE', ...HINT }],
      stats: NOTHING_CHANGED,
    });
    expect(github.requests.at(-1)).toMatchObject({
      path: expect.stringContaining('/tarball/'),
      status: 200,
    });
    await expectHarmless();
  });
});
