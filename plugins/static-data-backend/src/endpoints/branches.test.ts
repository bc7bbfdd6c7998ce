import { TestDatabases } from '@backstage/backend-test-utils';
import { createBranchModule } from '../__testUtils__/createBranchModule';
import { startStaticData } from '../__testUtils__/startStaticData';

jest.setTimeout(60_000);

const PATH = '/api/static-data/branches';
const LIST = { branches: ['main', 'fix/pay'], isComplete: true };
const NO_ANSWER = {
  branches: [],
  isComplete: false,
  problem: 'The catalog module did not answer',
};

describe('the branches of a source', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
  const answer = jest.fn();

  async function start(
    options: Partial<Parameters<typeof startStaticData>[0]> = {},
  ) {
    const { api } = await startStaticData({
      knex: await databases.init('SQLITE_3'),
      features: [createBranchModule(answer)],
      ...options,
    });
    return api;
  }

  beforeEach(() => {
    answer.mockReset().mockResolvedValue({ status: 200, body: LIST });
  });

  it('are those that the catalog module knows', async () => {
    const api = await start();
    for (const [query, asked] of [
      ['', { source: 'default' }],
      ['?source=default&q=pay%20%26', { source: 'default', q: 'pay &' }],
    ] as const) {
      const { body } = await api.get(`${PATH}${query}`).expect(200);
      expect(body).toEqual(LIST);
      expect(answer).toHaveBeenLastCalledWith(asked, 'plugin:static-data');
    }
  });

  it.each([
    ['fails', { status: 500, body: {} }],
    ['is of another version', { status: 404, body: {} }],
    ['answers something else', { status: 200, body: { names: [] } }],
  ])('are not known while the module %s', async (_, answered) => {
    answer.mockResolvedValue(answered);
    const api = await start();
    const { body } = await api.get(PATH).expect(200);
    expect(body).toEqual(NO_ANSWER);
  });

  it('are not known where there is no module', async () => {
    const api = await start({ features: [] });
    const { body } = await api.get(PATH).expect(200);
    expect(body).toEqual(NO_ANSWER);
  });

  it('are told to those who may preview them', async () => {
    const api = await start({ denied: ['staticData.sync.refresh'] });
    await api.get(PATH).expect(403);
    expect(answer).not.toHaveBeenCalled();
  });

  it.each([
    ['?source=gone', 404],
    ['?q=', 400],
    ['?limit=1', 400],
  ])('are not asked for with %s', async (query, status) => {
    const api = await start();
    await api.get(`${PATH}${query}`).expect(status);
    expect(answer).not.toHaveBeenCalled();
  });
});
