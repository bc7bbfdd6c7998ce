import { TestDatabases } from '@backstage/backend-test-utils';
import {
  APPLICATIONS,
  NOTHING_CHANGED,
  PATHS,
  toJson,
} from './__testUtils__/architecture';
import { startGithubArchitecture } from './__testUtils__/startArchitecture';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

describe('a preview of a branch', () => {
  type Started = Awaited<ReturnType<typeof startGithubArchitecture>>;
  let github: Started['github'];
  let source: Started['source'];
  let product: Started['product'];

  beforeAll(async () => {
    ({ github, source, product } = await startGithubArchitecture({
      databases,
      databaseId: 'SQLITE_3',
    }));
  });
  afterAll(() => github.stop());

  /** Commits to a new branch, and goes back to the main one. */
  async function commitTo(branch: string, files: Record<string, string>) {
    await source.architecture.branch(branch);
    const id = await source.architecture.commit({ files });
    await source.architecture.branch('main');
    return id;
  }

  it('says what would change, by branch and by commit, and changes nothing', async () => {
    const before = await product.get('/settings');
    const commit = await commitTo('feature/basket', {
      [PATHS.applications]: toJson([
        ...APPLICATIONS.slice(1),
        { ...APPLICATIONS[0], id: 'basket' },
      ]),
    });

    for (const ref of ['feature/basket', commit]) {
      const preview = await product.refresh({ dryRun: true, ref });
      expect(preview).toMatchObject({
        status: 'SUCCESS',
        dryRun: true,
        revision: commit,
        configSnapshot: { repository: 'acme/architecture', branch: ref },
        stats: {
          totalEntities: 21,
          entitiesAdded: 1,
          entitiesRemoved: 1,
          entitiesUnchanged: 20,
        },
      });
      expect(
        await product.get(`/sync-history/${preview.id}/changes`),
      ).toMatchObject({
        changes: [
          { change: 'added', entityRef: 'component:default/basket' },
          { change: 'removed', entityRef: 'component:default/cart' },
        ],
      });
    }
    await product.expectIntact();
    expect(await product.get('/sync-history?limit=2')).toMatchObject({
      history: [{ dryRun: true }, { dryRun: true }],
    });
    expect(await product.get('/settings')).toMatchObject({
      latestSync: before.latestSync,
      statistics: { totalSyncs: before.statistics.totalSyncs },
    });

    await product.expectHealed();
  });

  it('says what the guard would hold, and holds nothing itself', async () => {
    await commitTo('feature/nothing', { [PATHS.applications]: '[]' });

    const preview = await product.refresh({
      dryRun: true,
      ref: 'feature/nothing',
    });
    expect(preview).toMatchObject({
      status: 'PARTIAL_SUCCESS',
      dryRun: true,
      warnings: [
        'Removals are held back: 12 of 21 entities would be removed, more than 20%',
      ],
      stats: { ...NOTHING_CHANGED, removalsHeld: 12 },
    });
    expect(
      await product.get(`/sync-history/${preview.id}/changes?change=held`),
    ).toMatchObject({ pagination: { total: 12 } });
    expect(await product.get('/held-removals')).toEqual({ heldRemovals: [] });
    await product.expectIntact();

    await product.expectHealed();
  });

  it('shows the errors of the branch before it is merged', async () => {
    await commitTo('feature/broken', { [PATHS.squads]: '{}' });

    expect(
      await product.refresh({ dryRun: true, ref: 'feature/broken' }),
    ).toMatchObject({
      status: 'PARTIAL_SUCCESS',
      dryRun: true,
      errors: [{ code: 'SCHEMA', file: PATHS.squads, line: 1 }],
      stats: { ...NOTHING_CHANGED, entitiesRetained: 3 },
    });
    await product.expectIntact();

    await product.expectHealed();
  });

  it('of a branch that does not exist fails, which makes nobody unhealthy', async () => {
    expect(
      await product.refresh({ dryRun: true, ref: 'feature/x' }),
    ).toMatchObject({
      status: 'FAILURE',
      dryRun: true,
      errors: [
        {
          phase: 'FETCH',
          code: 'NOT_FOUND',
          error: expect.stringContaining('feature/x'),
        },
      ],
    });
    expect(await product.get('/health')).toMatchObject({
      status: 'HEALTHY',
      consecutiveFailures: 0,
      uptime: 100,
    });
    await product.expectIntact();

    await product.expectHealed();
  });

  it('is a dry run: a real sync of another branch is refused', async () => {
    const { status } = await product.post('/refresh', { ref: 'feature/x' });
    expect(status).toBe(400);
  });
});
