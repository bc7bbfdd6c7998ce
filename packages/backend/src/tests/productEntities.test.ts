import { resolve } from 'node:path';
import { TestDatabases } from '@backstage/backend-test-utils';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { startTestProduct } from './__testUtils__/startTestProduct';

jest.setTimeout(60_000);

const ROOT = resolve(__dirname, '../../../..');
const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

describe('the product in its own catalog', () => {
  it('shows the API that it has, apart from what is synced', async () => {
    const { api, waitForEntities } = await startTestProduct({
      databases,
      databaseId: 'SQLITE_3',
      config: {
        catalog: {
          rules: [{ allow: ['Component', 'API', 'Group', 'Location'] }],
          locations: ['catalog-info.yaml', 'docs/api-entity.yaml'].map(
            file => ({ type: 'file', target: resolve(ROOT, file) }),
          ),
        },
        staticData: { directory: resolve(ROOT, 'examples/static-data') },
      },
    });

    const entities = await waitForEntities(all =>
      ['Component', 'API', 'Group'].every(kind =>
        all.some(
          entity => entity.kind === kind && (entity.relations ?? []).length > 0,
        ),
      ),
    );

    const products = entities.filter(({ kind }) => kind !== 'Location');
    expect(products.map(stringifyEntityRef).sort()).toEqual([
      'api:static-data/static-data',
      'component:static-data/static-data',
      'group:static-data/maintainers',
    ]);
    const document = await api.get('/openapi.json').expect(200);
    const [shown] = products.filter(({ kind }) => kind === 'API');
    expect(JSON.parse(String(shown.spec?.definition))).toEqual(document.body);
    expect(
      shown.relations?.map(({ type, targetRef }) => `${type} ${targetRef}`),
    ).toEqual(
      expect.arrayContaining([
        'ownedBy group:static-data/maintainers',
        'apiProvidedBy component:static-data/static-data',
      ]),
    );
  });
});
