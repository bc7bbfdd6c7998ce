import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { createCompletedSync } from '../record/__testUtils__/createCompletedSync';
import { createStore } from './__testUtils__/startProcess';
import { requestReferringSyncs } from './requestReferringSyncs';

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

describe('requestReferringSyncs', () => {
  async function setUp() {
    const { all } = await createStore(await databases.init('SQLITE_3'));
    const stores = ['company', 'platform', 'payments'].map(all.ofSource);
    const [company, platform, payments] = stores;
    const { findings, ...sync } = createCompletedSync();
    // Each has an entity of its own.
    const plain = { ...sync, changes: [], adopted: [], findings: [] };
    await platform.complete({
      ...plain,
      record: { ...sync.record, id: 'platform-1' },
      findings: [{ ...findings[0], code: 'UNKNOWN_REFERENCE' }],
    });
    await payments.complete({
      ...plain,
      record: { ...sync.record, id: 'payments-1' },
      findings,
    });
    const { record } = createCompletedSync();
    return {
      record: { ...record, source: 'company' },
      after: (ended: typeof record) =>
        requestReferringSyncs(ended, {
          stores,
          logger: mockServices.logger.mock(),
        }),
      listRequested: async () => {
        const requests = await Promise.all(
          [company, platform, payments].map(async store => {
            const request = await store.refreshRequests.peek();
            return request && store.sourceId;
          }),
        );
        return requests.filter(id => id !== undefined);
      },
    };
  }

  it('asks those to sync again that refer to what nobody had', async () => {
    const { record, after, listRequested } = await setUp();
    await after(record);
    expect(await listRequested()).toEqual(['platform']);
  });

  it('asks nobody after a sync that has added nothing', async () => {
    const { record, after, listRequested } = await setUp();
    await after({ ...record, dryRun: true });
    await after({
      ...record,
      stats: { ...record.stats, entitiesAdded: 0, entitiesUpdated: 3 },
    });
    expect(await listRequested()).toEqual([]);
  });

  it('does not ask the source itself', async () => {
    const { record, after, listRequested } = await setUp();
    await after({ ...record, source: 'platform' });
    expect(await listRequested()).toEqual([]);
  });
});
