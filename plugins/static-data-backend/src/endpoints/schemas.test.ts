import { TestDatabases } from '@backstage/backend-test-utils';
import { listDataSchemas } from '@internal/plugin-static-data-model';
import { startStaticData } from '../__testUtils__/startStaticData';

jest.setTimeout(60_000);

const SCHEMAS = '/api/static-data/schemas';

describe('GET /schemas/{file}', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
  const start = async (denied?: string[]) =>
    (await startStaticData({ knex: await databases.init('SQLITE_3'), denied }))
      .api;

  it('answers with each of the schemas that the sync reads by', async () => {
    const api = await start();
    for (const { fileName, schema } of listDataSchemas()) {
      const { status, body } = await api.get(`${SCHEMAS}/${fileName}`);
      expect([status, body]).toEqual([200, schema]);
    }
  });

  it('says which there are when asked for another one', async () => {
    const api = await start();
    const { status, body } = await api.get(`${SCHEMAS}/cats.schema.json`);
    expect([status, body.error.message]).toEqual([
      404,
      expect.stringMatching(
        /^There is no schema 'cats\.schema\.json', only .*squads\.schema\.json/,
      ),
    ]);
  });

  it('needs the permission to read', async () => {
    const api = await start(['staticData.sync.read']);
    const { status } = await api.get(`${SCHEMAS}/squads.schema.json`);
    expect(status).toBe(403);
  });
});
