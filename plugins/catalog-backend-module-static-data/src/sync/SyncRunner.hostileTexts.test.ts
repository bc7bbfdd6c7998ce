import { TestDatabaseId, TestDatabases } from '@backstage/backend-test-utils';
import sumBy from 'lodash/sumBy';
import { application } from './__testUtils__/MemorySource';
import { scheduled, setUpProcess } from './__testUtils__/startProcess';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

async function setUp(databaseId: TestDatabaseId) {
  return setUpProcess(await databases.init(databaseId));
}

describe.each(databases.eachSupportedId())(
  'SyncRunner, with hostile texts in the source, on %s',
  databaseId => {
    it('records no more of a value than a person reads', async () => {
      const { runner, source, store } = await setUp(databaseId);
      const long = 'x'.repeat(1_000_000);
      source.files['data/squads.json'] = JSON.stringify([
        { id: long, name: 'Long' },
        { id: 'shop-squad', name: long, description: long },
      ]);
      source.setApplications({
        ...application('cart'),
        supportedBySquadsIds: [long],
      });
      source.readCommit = async () => ({ message: long, author: long });

      const record = await runner.run(scheduled());

      expect(record).toMatchObject({ status: 'PARTIAL_SUCCESS' });
      expect(JSON.stringify(record).length).toBeLessThan(50_000);
      const syncId = record!.id;
      const { changes } = await store.changes.list({ syncId, limit: 10 });
      const { findings } = await store.findings.list({ syncId, limit: 10 });
      const { lines } = await store.logs.list({ syncId, limit: 100 });
      expect(JSON.stringify([changes, findings, lines]).length).toBeLessThan(
        50_000,
      );
      const entities = await store.snapshot.getEntities(
        (await store.snapshot.list()).map(({ entityRef }) => entityRef),
      );
      expect(JSON.stringify([...entities.values()]).length).toBeLessThan(
        50_000,
      );
    });

    it('names repositories without secrets, and not longer than a name', async () => {
      const { runner, source } = await setUp(databaseId);
      source.setApplications(
        {
          ...application('cart'),
          repository: 'acme/cart',
          ref: 'ghp_0123456789abcdef',
        },
        {
          ...application('till'),
          repository: 'acme/till',
          path: 'x'.repeat(5_000),
        },
      );
      const record = await runner.run(scheduled());
      expect(record?.repositories?.slowest).toMatchObject([
        { repository: 'acme/cart#[redacted]' },
      ]);
      expect(record?.warnings).toContainEqual(
        expect.stringContaining("'acme/till' in 'repository', which has more"),
      );
    });

    it('stores the findings that stay the same once', async () => {
      const { runner, source, all, store, knex } = await setUp(databaseId);
      source.setApplications(
        ...Array.from({ length: 300 }, (_, index) => ({
          ...application(`app-${index}`),
          supportedBySquadsIds: ['nobody'],
        })),
      );
      const countRows = async () =>
        (await knex('static_data_sync_findings')).length;
      const first = await runner.run(scheduled());
      const second = await runner.run(scheduled());
      const count = await countRows();
      const third = await runner.run(scheduled());

      expect(await countRows()).toBe(count);
      for (const [sync, state] of [
        [first, 'new'],
        [second, 'known'],
        [third, 'known'],
      ] as const) {
        const { errorCount, warningCount } = sync!;
        const { totals, findings } = await store.findings.list({
          syncId: sync!.id,
          limit: 5,
        });
        const total = sumBy(totals, 'count');
        expect(total).toBeGreaterThanOrEqual(300);
        expect(total).toBe(errorCount + warningCount);
        expect(findings).toContainEqual(expect.objectContaining({ state }));
      }

      await all.trimHistory({ retentionDays: 90, maxRecords: 1 });
      const { totals } = await store.findings.list({
        syncId: third!.id,
        limit: 1,
      });
      expect(sumBy(totals, 'count')).toBe(
        third!.errorCount + third!.warningCount,
      );
    });

    it('lets no text steer a terminal or hide what it says', async () => {
      const { runner, source, store } = await setUp(databaseId);
      source.setApplications({
        ...application('cart'),
        supportedBySquadsIds: ['a\u001b[2J\n\u202eb ghp_0123456789abcdef'],
      });
      source.readCommit = async () => ({
        message: 'Add\nghp_0123456789abcdef \u001b[31m',
      });
      const record = await runner.run(scheduled());
      expect(record!.commit).toEqual({
        message: 'Add\n[redacted] \\u001b[31m',
      });
      const { findings } = await store.findings.list({
        syncId: record!.id,
        limit: 10,
      });
      const texts = findings.map(({ message }) => message).join(' ');
      expect(texts).toContain('[redacted]');
      expect(texts).not.toMatch(/[\p{Cc}\u202e]|ghp_/u);
    });
  },
);
