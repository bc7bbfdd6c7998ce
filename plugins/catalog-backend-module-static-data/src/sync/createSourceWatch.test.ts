import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { readStaticDataConfig } from '@internal/plugin-static-data-node';
import { createStore } from './__testUtils__/startProcess';
import { createSourceWatch } from './createSourceWatch';

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

describe('createSourceWatch', () => {
  it('warns once when another process has renamed the source', async () => {
    const { all, store } = await createStore(await databases.init('SQLITE_3'));
    const known = await all.sources.open({ id: 'default' });
    const [config] = readStaticDataConfig(
      new ConfigReader({ staticData: { directory: '/source' } }),
    )!.sources;
    const logger = mockServices.logger.mock();
    const { sources } = all;
    const watch = createSourceWatch({ config, store, known, sources, logger });
    await watch();
    expect(logger.warn).not.toHaveBeenCalled();

    await sources.open({ id: 'core', renamedFrom: 'default' });
    await watch();
    await watch();
    expect(logger.warn.mock.calls).toEqual([
      [expect.stringContaining("renamed the source 'default' to 'core'")],
    ]);
  });
});
