import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { JsonObject } from '@backstage/types';
import { readStaticDataConfig } from '@internal/plugin-static-data-node';
import { createCompletedSync } from '../record/__testUtils__/createCompletedSync';
import { createStore } from './__testUtils__/startProcess';
import { openSources } from './openSources';

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

describe('openSources', () => {
  async function setUp() {
    const { all } = await createStore(await databases.init('SQLITE_3'));
    const logger = mockServices.logger.mock();
    const open = async (staticData?: JsonObject) => {
      const config = readStaticDataConfig(
        new ConfigReader(staticData && { staticData }),
      );
      const { configured, left, lost } = await openSources(
        all.sources,
        config?.sources ?? [],
        logger,
      );
      return {
        configured: configured.map(({ known }) => known.id),
        left: left.map(({ id }) => id),
        lost: lost.map(({ id }) => id),
      };
    };
    return { all, logger, open };
  }
  const core = { directory: '/core' };
  const payments = { directory: '/payments' };

  it('knows the default source even if nothing was ever configured', async () => {
    const { open } = await setUp();
    expect(await open()).toEqual({
      configured: [],
      left: [],
      lost: ['default'],
    });
  });

  it('finds the sources that have left the configuration, until they are released', async () => {
    const { all, open } = await setUp();
    await open({ sources: { core, payments } });
    expect(await open({ sources: { core } })).toEqual({
      configured: ['core'],
      left: ['payments'],
      lost: ['default'],
    });
    const { applied, ...sync } = createCompletedSync();
    await all.ofSource('payments').complete({
      ...sync,
      applied: { ...applied!, state: { fullApply: false, release: true } },
    });
    expect(await open({ sources: { core } })).toEqual({
      configured: ['core'],
      left: [],
      lost: ['default'],
    });
    expect(await open()).toEqual({
      configured: [],
      left: ['core'],
      lost: ['default'],
    });
  });

  it('leaves nothing behind of a source that was renamed', async () => {
    const { open } = await setUp();
    await open({ directory: '/core' });
    expect(
      await open({ sources: { core: { ...core, renamedFrom: 'default' } } }),
    ).toEqual({ configured: ['core'], left: [], lost: [] });
  });

  it('warns of a source that cannot take over another one', async () => {
    const { all, logger, open } = await setUp();
    await open({ sources: { core, payments } });
    for (const id of ['core', 'payments']) {
      const sync = createCompletedSync();
      const [change] = sync.changes;
      const entityRef = `component:default/${id}`;
      await all.ofSource(id).complete({
        ...sync,
        changes: [{ ...change, entityRef }],
        adopted: [],
      });
    }
    await open({ sources: { core: { ...core, renamedFrom: 'payments' } } });
    expect(logger.warn.mock.calls).toEqual([
      [
        expect.stringContaining(
          "The source 'core' cannot take over that of 'payments'",
        ),
      ],
    ]);
  });
});
