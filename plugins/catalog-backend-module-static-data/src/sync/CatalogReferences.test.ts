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
  /** Which refs other sources have. */
  const inOtherSources = new Set<string>();
  const findInOtherSources = async (refs: string[]) =>
    new Map(
      refs.filter(ref => inOtherSources.has(ref)).map(ref => [ref, 'payments']),
    );
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
    store: { snapshot: { findInOtherSources } },
    known: { id: 'default', providerId: 'default' },
  });
  return { references, catalog, has, inOtherSources, sync, warn };
}

const OURS = {
  'static-data/source-file': 'data/squads.json',
  'static-data/provider': 'static-data',
};

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

  it('finds what another source has, whether the catalog shows it yet or not', async () => {
    const { references, inOtherSources, sync } = setUp(
      entity('group:default/blue', {
        ...OURS,
        'static-data/provider': 'static-data:payments',
      }),
    );
    inOtherSources.add('group:default/red');
    const refs = ['red', 'blue', 'none'].map(name => `group:default/${name}`);
    expect(await references.find(sync(), refs)).toEqual(
      new Set(['group:default/red', 'group:default/blue']),
    );
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

  it('finds what refers to entities and comes from elsewhere, with its references', async () => {
    const relations = (type: string, ...refs: string[]) =>
      refs.map(targetRef => ({ type, targetRef }));
    const shop = {
      ...entity('component:other/shop'),
      spec: { owner: 'blue', consumesApis: ['default/orders'] },
    };
    const { references, sync, catalog } = setUp(
      {
        ...entity('api:default/orders', OURS),
        relations: [
          ...relations('ownedBy', 'group:default/red'),
          ...relations('apiConsumedBy', 'component:other/shop'),
          ...relations('apiConsumedBy', 'component:default/ours'),
        ],
      },
      {
        ...entity('system:default/sales', OURS),
        relations: relations(
          'hasPart',
          'component:other/shop',
          'component:other/gone',
        ),
      },
      shop,
      entity('component:default/ours', OURS),
      entity('group:default/red', OURS),
    );
    expect(
      await references.findReferrers(sync(), [
        'api:default/orders',
        'system:default/sales',
      ]),
    ).toEqual([shop]);
    expect(catalog.getEntitiesByRefs).toHaveBeenCalledTimes(2);
  });

  it('does not know what refers to entities if the catalog does not answer', async () => {
    const { references, sync, catalog, warn } = setUp();
    catalog.getEntitiesByRefs.mockRejectedValue(new Error('down'));
    expect(
      await references.findReferrers(sync(), ['api:default/a']),
    ).toBeUndefined();
    expect(warn).toHaveBeenCalledWith(expect.stringContaining('down'));
  });
});
