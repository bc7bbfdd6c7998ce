import { TestDatabases } from '@backstage/backend-test-utils';
import { createAppliedSync } from '../__testUtils__/createSync';
import { createTestStore } from '../__testUtils__/createTestStore';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

describe.each(databases.eachSupportedId())('BuildFileStore, %s', databaseId => {
  async function createStore(repositories: string[]) {
    const knex = await databases.init(databaseId);
    const store = await createTestStore({ getClient: async () => knex });
    await store.complete(
      createAppliedSync({}, [], {
        buildFiles: repositories.map(repository => ({
          repository,
          address: { owner: 'acme', name: 'cart' },
          paths: [],
          providesApis: [],
          consumesApis: [],
          findings: [],
          ...(repository === 'acme/basket' && { renamedTo: 'acme/Cart' }),
        })),
      }),
    );
    const { buildFiles } = store;
    const listOf = async (name: string) => {
      const found = await buildFiles.listOf(name);
      return found.map(({ repository }) => repository).sort();
    };
    return { buildFiles, listOf };
  }

  it('finds those of one repository, in any case, whatever folder or branch they are of', async () => {
    const ofCart = [
      'acme/cart',
      'Acme/Cart/services/pay#v1',
      'acme/cart#next',
      'acme/cart/tree/main/web',
      'acme/basket',
    ];
    const { listOf } = await createStore([
      ...ofCart,
      'acme/cartoon',
      'acme/c_rt',
      'ghe.example.com/acme/cart',
      'other/acme/cart',
    ]);
    expect(await listOf('acme/CART')).toEqual([...ofCart].sort());
    expect(await listOf('acme/c_rt')).toEqual(['acme/c_rt']);
    expect(await listOf('ghe.example.com/acme/cart')).toEqual([
      'ghe.example.com/acme/cart',
    ]);
    expect(await listOf('acme/%')).toEqual([]);
  });

  it('lists the hosts that they are on', async () => {
    const hosts = ['gitlab.com', 'ghe_example.com', 'bitbucket.org'];
    const { buildFiles } = await createStore([
      'gitlab.com/acme/cart',
      'gitlab.com/acme/basket',
      'bitbucket.org/acme/cart',
    ]);
    expect((await buildFiles.listHosts(hosts)).sort()).toEqual([
      'bitbucket.org',
      'gitlab.com',
    ]);

    const others = await createStore(['acme/cart', 'ghe-example.com/a/b']);
    expect(await others.buildFiles.listHosts(hosts)).toEqual([undefined]);

    const none = await createStore([]);
    expect(await none.buildFiles.listHosts(hosts)).toEqual([]);
  });
});
