import {
  createMockDirectory,
  TestDatabaseId,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { StatePage } from '@internal/plugin-static-data-common';
import {
  APPLICATIONS,
  FILES,
  PATHS,
  toJson,
} from './__testUtils__/architecture';
import {
  createDirectoryArchitecture,
  startArchitecture,
  startGithubArchitecture,
} from './__testUtils__/startArchitecture';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });
const directory = createMockDirectory();
const reason = 'Bad release';

/** The architecture with other applications, another contract, and one contract less. */
const CHANGED = {
  [PATHS.applications]: toJson([
    ...APPLICATIONS.slice(1),
    { ...APPLICATIONS[0], id: 'basket', name: 'Basket' },
  ]),
  [PATHS.orderApi]: FILES[PATHS.orderApi].replace("'Orders'", "'More orders'"),
};
const CHANGED_AGAIN = {
  [PATHS.applications]: toJson(
    APPLICATIONS.map(each => ({ ...each, description: 'Changed again' })),
  ),
};

function nameOf({ metadata }: Entity): string {
  return metadata.name;
}

describe.each(databases.eachSupportedId())('steering, on %s', databaseId => {
  type Product = Awaited<ReturnType<typeof startGithubArchitecture>>['product'];

  const startGithub = async (id: TestDatabaseId) => {
    const started = await startGithubArchitecture({
      databases,
      databaseId: id,
    });
    const { architecture } = started.source;
    return { ...started, architecture };
  };

  /** What the plugin says that the catalog had, as it was sent. */
  async function readState(product: Product, at?: string): Promise<string> {
    const { entities }: StatePage = await product.get(
      `/sources/default/entities?full=true&limit=500${at ? `&at=${at}` : ''}`,
    );
    return JSON.stringify(entities);
  }

  /** Waits until the catalog has processed what was sent, and shows the architecture as it was. */
  async function arriveIntact(product: Product): Promise<void> {
    for (let attempts = 100; ; attempts--) {
      try {
        await product.expectIntact();
        return;
      } catch (error) {
        if (attempts === 0) {
          throw error;
        }
        await new Promise(resolve => setTimeout(resolve, 200));
      }
    }
  }

  /** Pins or unpins the source, and waits for the sync that carries it out. */
  async function steer(product: Product, act: string, body: object = {}) {
    const { body: answer } = await product
      .post(`/sources/default/${act}`, body)
      .expect(200);
    for (;;) {
      const { status, sync } = await product.get(`/refresh/${answer.syncId}`);
      if (status === 'FINISHED') {
        return sync;
      }
      await new Promise(resolve => setTimeout(resolve, 50));
    }
  }

  it('reads a pinned commit whatever is pushed, until it is unpinned', async () => {
    const { github, architecture, product } = await startGithub(databaseId);
    try {
      const [first] = (await product.get('/sync-history')).history;
      const original = await readState(product);
      await architecture.commit({ files: CHANGED });
      const second = await product.refresh();
      const changed = await readState(product);
      expect(changed).not.toEqual(original);
      await architecture.commit({ files: CHANGED_AGAIN });
      await product.refresh();
      const latest = await readState(product);

      const preview = await product.refresh({ dryRun: true, syncId: first.id });
      expect(preview).toMatchObject({
        revision: first.revision,
        stats: { entitiesAdded: 0, entitiesUpdated: 13 },
      });
      expect(await readState(product)).toBe(latest);

      // The same from the recorded changes as from the commit, byte for byte.
      expect(await readState(product, first.id)).toBe(original);
      expect(await readState(product, second.id)).toBe(changed);
      const restored = await steer(product, 'pin', {
        syncId: first.id,
        reason,
      });
      expect(restored).toMatchObject({
        status: 'SUCCESS',
        revision: first.revision,
        errorCount: 0,
      });
      expect(await readState(product)).toBe(original);
      await arriveIntact(product);

      await architecture.commit({
        files: { ...CHANGED, 'README.md': 'Something else' },
      });
      expect(await product.refresh()).toMatchObject({
        revision: first.revision,
        stats: { entitiesUpdated: 0 },
      });
      const { pin } = (await product.get('/settings')).steering;
      const moved = await steer(product, 'pin', {
        ref: second.revision,
        reason,
        replaces: pin.id,
      });
      expect(moved).toMatchObject({ revision: second.revision });
      expect(await readState(product)).toBe(changed);

      const ahead = await product.refresh({ dryRun: true });
      expect(ahead).toMatchObject({
        revision: await architecture.resolve('main'),
      });
      expect(await steer(product, 'unpin')).toMatchObject({
        status: 'SUCCESS',
        revision: await architecture.resolve('main'),
      });
      const { acts } = await product.get('/steering-acts');
      expect(acts.map(({ type }: { type: string }) => type)).toEqual([
        'UNPIN',
        'PIN',
        'PIN',
      ]);
    } finally {
      await github.stop();
    }
  });

  it('stays at the commit that a tag or a branch meant, wherever that goes', async () => {
    const { github, architecture, product } = await startGithub(databaseId);
    try {
      await architecture.branch('release');
      const released = await architecture.commit({ files: CHANGED });
      const pinned = await steer(product, 'pin', { ref: 'release', reason });
      expect(pinned).toMatchObject({ revision: released });
      expect((await product.get('/settings')).steering.pin).toMatchObject({
        ref: 'release',
        revision: released,
      });
      await architecture.commit({ files: CHANGED_AGAIN });
      expect(await product.refresh()).toMatchObject({ revision: released });
    } finally {
      await github.stop();
    }
  });

  it('stays as it is, and says so, when the pinned commit is gone', async () => {
    const { github, architecture, product } = await startGithub(databaseId);
    try {
      const main = (await architecture.resolve('main'))!;
      const doomed = await architecture.commit({ files: CHANGED });
      await steer(product, 'pin', { ref: doomed, reason });
      const state = await readState(product);
      await architecture.reset(main);
      await architecture.prune();
      const failed = await product.refresh({ full: true });
      expect(failed).toMatchObject({
        status: 'FAILURE',
        errors: [
          {
            code: 'NOT_FOUND',
            error: expect.stringContaining(`The source is pinned to ${doomed}`),
            hint: expect.stringContaining('unpin it'),
          },
        ],
      });
      expect(await readState(product)).toBe(state);
      expect(await steer(product, 'unpin')).toMatchObject({
        status: 'SUCCESS',
        revision: main,
      });
      await arriveIntact(product);
    } finally {
      await github.stop();
    }
  });

  it('puts a directory back to what the recorded changes say that it was', async () => {
    const source = createDirectoryArchitecture(directory);
    const product = (await startArchitecture({
      ...source,
      databases,
      databaseId,
    })) as unknown as Product;
    const [first] = (await product.get('/sync-history')).history;
    const original = await readState(product);
    directory.addContent(CHANGED);
    await product.refresh();
    directory.addContent(CHANGED_AGAIN);
    await product.refresh();
    const latest = await readState(product);
    expect(
      await product.refresh({ dryRun: true, syncId: first.id }),
    ).toMatchObject({ dryRun: true, stats: { entitiesUpdated: 13 } });

    expect(
      await steer(product, 'pin', { syncId: first.id, reason }),
    ).toMatchObject({ status: 'SUCCESS' });
    expect(await readState(product)).toBe(original);
    await arriveIntact(product);
    expect(await product.refresh()).toMatchObject({
      stats: { entitiesUpdated: 0, entitiesUnchanged: 21 },
    });
    expect(await steer(product, 'unpin')).toMatchObject({ status: 'SUCCESS' });
    expect(await readState(product)).toBe(latest);
    await product.waitForEntities(all =>
      all.some(({ metadata }) => metadata.description === 'Changed again'),
    );
  });

  it('runs nothing while it is paused, over a restart, and catches up afterwards', async () => {
    const { github, architecture, product } = await startGithub(databaseId);
    try {
      await product.post('/sources/default/pause', { reason }).expect(200);
      const commit = await architecture.commit({ files: CHANGED });
      await product.restart();
      const refused = await product.post('/refresh', {}).expect(409);
      expect(refused.body.error.message).toContain('Resume it first');
      const before = (await product.get('/sync-history')).history;
      expect(before).toHaveLength(1);
      expect(await product.refresh({ dryRun: true })).toMatchObject({
        revision: commit,
      });
      expect(await steer(product, 'resume')).toMatchObject({
        status: 'SUCCESS',
        revision: commit,
      });
      await product.waitForEntities(all => all.map(nameOf).includes('basket'));
    } finally {
      await github.stop();
    }
  });
});
