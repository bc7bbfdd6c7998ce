import { mockCredentials, TestDatabases } from '@backstage/backend-test-utils';
import request from 'supertest';
import { GithubTestServer } from 'test-servers';
import { createGithubArchitecture } from './__testUtils__/startArchitecture';
import { startTestProduct } from './__testUtils__/startTestProduct';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

describe('the branches of a source', () => {
  let github: GithubTestServer;
  let product: Awaited<ReturnType<typeof startTestProduct>>;

  beforeAll(async () => {
    github = await GithubTestServer.start();
    const source = await createGithubArchitecture(github);
    await source.architecture.createBranches(['feature/basket', 'fix/pay']);
    product = await startTestProduct({
      databases,
      databaseId: 'SQLITE_3',
      config: { staticData: source.staticData },
    });
  });
  afterAll(() => github.stop());

  const get = async (path: string) =>
    (await product.api.get(path).expect(200)).body;

  /** What the module answers below the address of the catalog. */
  const askModule = (authorization: string, query = '?source=default') =>
    request(product.server)
      .get(`/api/catalog/static-data/branches${query}`)
      .set('authorization', authorization);

  it('are those that the host has, and can be previewed', async () => {
    const { branches, isComplete } = await get('/branches');
    expect([branches.toSorted(), isComplete]).toEqual([
      ['feature/basket', 'fix/pay', 'main'],
      true,
    ]);
    expect(await get('/branches?q=fix')).toMatchObject({
      branches: ['fix/pay'],
    });
    expect(
      await product.refresh({ dryRun: true, ref: 'fix/pay' }),
    ).toMatchObject({ status: 'SUCCESS' });
  });

  it('are not known while the host fails, which is said', async () => {
    github.fail('serverError');
    expect(await get('/branches?q=not-asked-before')).toEqual({
      branches: [],
      isComplete: false,
      problem: expect.stringContaining(
        'Reading the branches of acme/architecture',
      ),
    });
    github.fail(undefined);
  });

  it('are those of a source that is configured', async () => {
    const { status } = await product.api.get('/branches?source=gone');
    expect(status).toBe(404);
  });

  it('are told by the catalog module to the plugin alone', async () => {
    const tokenOf = (subject: string) =>
      mockCredentials.service.header({
        onBehalfOf: mockCredentials.service(subject),
        targetPluginId: 'catalog',
      });
    const asked = tokenOf('plugin:static-data');
    expect((await askModule(asked)).body.branches).toContain('main');
    expect((await askModule(asked, '?source=gone')).status).toBe(404);
    expect((await askModule(asked, '')).status).toBe(400);
    for (const other of [
      tokenOf('plugin:search'),
      mockCredentials.user.header(),
    ]) {
      expect((await askModule(other)).status).toBe(403);
    }
  });
});
