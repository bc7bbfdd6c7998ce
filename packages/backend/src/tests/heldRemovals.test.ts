import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { stringifyEntityRef } from '@backstage/catalog-model';
import {
  APPLICATIONS,
  FILES,
  NOTHING_CHANGED,
  PATHS,
  toJson,
} from './__testUtils__/architecture';
import { startGithubArchitecture } from './__testUtils__/startArchitecture';

jest.setTimeout(120_000);

const PAYMENT_APIS = [
  'api:default/payments-payment-api-v1',
  'api:default/payments-payment-api-v2',
];
const ORDERING_APIS = [
  'api:default/ordering-order-api-v1',
  'api:default/ordering-orderplaced-v1',
];
const ALL_APIS = [...ORDERING_APIS, ...PAYMENT_APIS];
const CONTRACT_FOLDERS = ['contracts/ordering', 'contracts/payments'];

interface HeldRemoval {
  entityRef: string;
}

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

describe.each(databases.eachSupportedId())(
  'removals that look like an accident, on %s',
  databaseId => {
    const auditor = mockServices.auditor.mock();
    const audited: object[] = [];
    type Started = Awaited<ReturnType<typeof startGithubArchitecture>>;
    let github: Started['github'];
    let source: Started['source'];
    let product: Started['product'];

    beforeAll(async () => {
      auditor.createEvent.mockImplementation(async ({ eventId }) => ({
        success: async details => void audited.push({ eventId, ...details }),
        fail: async details => void audited.push({ eventId, ...details }),
      }));
      ({ github, source, product } = await startGithubArchitecture({
        databases,
        databaseId,
        features: [auditor.factory],
      }));
    });
    beforeEach(() => product.recover());
    afterAll(() => github.stop());

    const commit = (files: Record<string, string>, remove?: string[]) =>
      source.architecture.commit({ files, remove });
    const getHeldRemovals = async (): Promise<HeldRemoval[]> =>
      (await product.get('/held-removals')).heldRemovals;

    it('are held, with who depends on them, over syncs and restarts, until the source heals', async () => {
      await commit({}, CONTRACT_FOLDERS);
      const first = await product.refresh();
      expect(first).toMatchObject({
        status: 'PARTIAL_SUCCESS',
        stats: { ...NOTHING_CHANGED, removalsHeld: 4 },
      });
      expect(
        await product.get(
          `/sync-history/${first.id}/findings?code=REMOVALS_HELD`,
        ),
      ).toMatchObject({
        findings: [
          {
            severity: 'warning',
            state: 'new',
            hint: expect.stringContaining('POST /held-removals/approve'),
          },
        ],
      });
      const held = await getHeldRemovals();
      expect(held.map(({ entityRef }) => entityRef)).toEqual(ALL_APIS);
      expect(held[0]).toEqual({
        entityRef: 'api:default/ordering-order-api-v1',
        source: 'default',
        kind: 'API',
        owner: 'group:default/ordering-squad',
        sourceFile: PATHS.orderApi,
        reason: 'all 4 entities of kind API would be removed',
        heldSince: first.startTime,
        heldBySyncId: first.id,
        dependents: [
          {
            entityRef: 'component:default/cart',
            field: 'spec.consumesApis',
            owner: 'group:default/ordering-squad',
          },
          {
            entityRef: 'component:default/orders',
            field: 'spec.providesApis',
            owner: 'group:default/ordering-squad',
          },
        ],
        dependentCount: 2,
        provenance: expect.objectContaining({
          to: first.revision,
          scope: 'record',
          commits: [expect.objectContaining({ id: first.revision })],
        }),
      });

      await product.restart();
      expect(await product.refresh()).toMatchObject({
        status: 'PARTIAL_SUCCESS',
        stats: { ...NOTHING_CHANGED, removalsHeld: 4 },
      });
      expect(await getHeldRemovals()).toMatchObject(
        ALL_APIS.map(entityRef => ({
          entityRef,
          heldSince: first.startTime,
          heldBySyncId: first.id,
        })),
      );
      await product.expectIntact();

      await product.expectHealed();
    });

    it('take no relation from a component that changes meanwhile', async () => {
      await commit({}, CONTRACT_FOLDERS);
      await product.refresh();

      const renamed = FILES[PATHS.applications].replace(
        'The cart application',
        'Basket',
      );
      await commit({ [PATHS.applications]: renamed });
      expect(await product.refresh()).toMatchObject({
        status: 'PARTIAL_SUCCESS',
        stats: {
          entitiesUpdated: 1,
          entitiesRemoved: 0,
          removalsHeld: 4,
          apiRelationships: NOTHING_CHANGED.apiRelationships,
        },
      });
      const entities = await product.waitForEntities(all =>
        all.some(({ metadata }) => metadata.title === 'Basket'),
      );
      const cart = entities.find(({ metadata }) => metadata.name === 'cart');
      expect(cart?.spec?.consumesApis).toEqual([
        'api:default/ordering-order-api-v1',
        'api:default/payments-payment-api-v1',
      ]);
    });

    it('go once a person has approved them, and are held again the next time', async () => {
      await commit({}, CONTRACT_FOLDERS);
      await product.refresh();

      const { body: approval } = await product
        .post('/held-removals/approve', { entityRefs: PAYMENT_APIS })
        .expect(200);
      expect(approval).toMatchObject({
        approved: PAYMENT_APIS,
        approvedBy: 'user:default/mock',
      });
      expect(audited).toContainEqual({
        eventId: 'held-removals-approve',
        meta: {
          sources: ['default'],
          count: 2,
          entityRefs: PAYMENT_APIS,
        },
      });
      // It takes a sync to remove them.
      await product.expectIntact();

      expect(await product.refresh()).toMatchObject({
        status: 'PARTIAL_SUCCESS',
        stats: { entitiesRemoved: 2, removalsHeld: 2, totalEntities: 19 },
      });
      const entities = await product.waitForEntities(all =>
        all.some(
          ({ metadata, spec }) =>
            metadata.name === 'invoices' &&
            String(spec?.consumesApis) ===
              'api:default/ordering-orderplaced-v1',
        ),
      );
      const apis = entities.filter(({ kind }) => kind === 'API');
      expect(apis.map(api => stringifyEntityRef(api)).sort()).toEqual(
        ORDERING_APIS,
      );

      await product.recover();
      await commit({}, CONTRACT_FOLDERS);
      expect(await product.refresh()).toMatchObject({
        status: 'PARTIAL_SUCCESS',
        stats: { ...NOTHING_CHANGED, removalsHeld: 4 },
      });
      await product.expectIntact();
    });

    it('are not held below the floor', async () => {
      await commit({
        [PATHS.applications]: toJson(APPLICATIONS.slice(0, 8)),
      });
      expect(await product.refresh()).toMatchObject({
        status: 'SUCCESS',
        stats: { totalEntities: 17, entitiesRemoved: 4, removalsHeld: 0 },
      });
      expect(await getHeldRemovals()).toEqual([]);
    });

    it('of one kind are held while those of another are carried out', async () => {
      await product.restart({
        ...source.staticData,
        safety: { maxRemovalPercent: 40, minRemovals: 2 },
      });
      await commit(
        {
          [PATHS.applications]: toJson(
            APPLICATIONS.filter(({ id }) => id !== 'ledger'),
          ),
        },
        ['contracts/payments'],
      );
      const record = await product.refresh();
      expect(record).toMatchObject({
        status: 'PARTIAL_SUCCESS',
        warnings: [
          'Removals are held back: 2 of 4 entities of kind API would be removed, more than 40%',
        ],
        stats: { entitiesRemoved: 1, removalsHeld: 2 },
      });
      expect(
        await product.get(`/sync-history/${record.id}/changes`),
      ).toMatchObject({
        changes: [
          { change: 'held', entityRef: PAYMENT_APIS[0], kind: 'API' },
          { change: 'held', entityRef: PAYMENT_APIS[1], kind: 'API' },
          {
            change: 'removed',
            entityRef: 'component:default/ledger',
            sourceFile: PATHS.applications,
          },
        ],
      });
    });
  },
);
