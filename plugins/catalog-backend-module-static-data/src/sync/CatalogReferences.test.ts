import { mockServices } from '@backstage/backend-test-utils';
import { Entity, parseEntityRef } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { CatalogReferences } from './CatalogReferences';
import { RunningSync } from './RunningSync';

function entity(ref: string, annotations?: Record<string, string>): Entity {
  const { kind, namespace, name } = parseEntityRef(ref);
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind,
    metadata: { namespace, name, annotations },
  };
}

function setUp(...entities: Entity[]) {
  const catalog = catalogServiceMock.mock();
  const has = (...those: Entity[]) =>
    catalog.getEntitiesByRefs.mockImplementation(async ({ entityRefs }) => ({
      items: entityRefs.map(ref =>
        those.find(
          ({ kind, metadata }) =>
            ref === `${kind}:${metadata.namespace}/${metadata.name}`,
        ),
      ),
    }));
  has(...entities);
  const warn = jest.fn();
  const sync = (dryRun = false) =>
    ({
      signal: new AbortController().signal,
      limit: (ms: number) => AbortSignal.timeout(ms),
      log: { warn },
      trigger: { dryRun },
    } as unknown as RunningSync);
  const references = new CatalogReferences({
    catalog,
    auth: mockServices.auth(),
  });
  return { references, catalog, has, sync, warn };
}

const OURS = { 'static-data/source-file': 'data/squads.json' };

describe('CatalogReferences', () => {
  it('finds what comes from elsewhere, not what the source once had', async () => {
    const { references, sync, catalog } = setUp(
      entity('group:default/red'),
      entity('group:default/gone', OURS),
    );
    const refs = ['red', 'gone', 'none'].map(name => `group:default/${name}`);
    expect(await references.find(sync(), refs)).toEqual(
      new Set(['group:default/red']),
    );
    expect(catalog.getEntitiesByRefs).toHaveBeenCalledTimes(1);
  });

  it('asks for no more than 1000 at once, and for none without a request', async () => {
    const { references, sync, catalog } = setUp();
    await references.find(sync(), []);
    expect(catalog.getEntitiesByRefs).not.toHaveBeenCalled();

    const refs = Array.from({ length: 1001 }, (_, i) => `api:default/a${i}`);
    await references.find(sync(), refs);
    expect(
      catalog.getEntitiesByRefs.mock.calls.map(
        ([{ entityRefs }]) => entityRefs.length,
      ),
    ).toEqual([1000, 1]);
  });

  it('knows nothing if the catalog does not answer, and says so', async () => {
    const { references, sync, catalog, warn } = setUp();
    catalog.getEntitiesByRefs.mockRejectedValue(new Error('down'));
    expect(await references.find(sync(), ['api:default/a'])).toBeUndefined();
    expect(warn).toHaveBeenCalledWith(expect.stringContaining('down'));
  });

  it('tells whether the answer would be the same', async () => {
    const { references, sync, catalog, has } = setUp();
    expect(await references.isUnchanged(sync())).toBeUndefined();
    await references.find(sync(), ['group:default/red']);
    expect(await references.isUnchanged(sync())).toBe(true);

    has(entity('group:default/red'));
    expect(await references.isUnchanged(sync())).toBe(false);
    catalog.getEntitiesByRefs.mockRejectedValueOnce(new Error('down'));
    expect(await references.isUnchanged(sync())).toBe(true);

    await references.find(sync(), ['group:default/red']);
    expect(await references.isUnchanged(sync())).toBe(true);
  });

  it('does not remember the questions of a dry run', async () => {
    const { references, sync } = setUp();
    await references.find(sync(true), ['group:default/red']);
    expect(await references.isUnchanged(sync())).toBeUndefined();
  });

  it('finds the consumers of APIs that come from elsewhere, with their owners', async () => {
    const consumedBy = (...refs: string[]) =>
      refs.map(targetRef => ({ type: 'apiConsumedBy', targetRef }));
    const { references, sync, catalog } = setUp(
      {
        ...entity('api:default/orders', OURS),
        relations: [
          { type: 'ownedBy', targetRef: 'group:default/red' },
          ...consumedBy('component:other/shop', 'component:default/ours'),
        ],
      },
      {
        ...entity('api:default/pay', OURS),
        relations: consumedBy('component:other/shop', 'component:other/gone'),
      },
      { ...entity('component:other/shop'), spec: { owner: 'blue' } },
      entity('component:default/ours', OURS),
    );
    expect(
      await references.findConsumers(sync(), [
        'api:default/orders',
        'api:default/pay',
      ]),
    ).toEqual([
      {
        ...entity('component:other/shop'),
        spec: {
          owner: 'blue',
          consumesApis: ['api:default/orders', 'api:default/pay'],
        },
      },
    ]);
    expect(catalog.getEntitiesByRefs).toHaveBeenCalledTimes(2);
  });

  it('finds no consumers if the catalog does not answer', async () => {
    const { references, sync, catalog, warn } = setUp();
    catalog.getEntitiesByRefs.mockRejectedValue(new Error('down'));
    expect(await references.findConsumers(sync(), ['api:default/a'])).toEqual(
      [],
    );
    expect(warn).toHaveBeenCalledWith(expect.stringContaining('down'));
  });
});
