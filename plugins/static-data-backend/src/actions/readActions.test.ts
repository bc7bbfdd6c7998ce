import { TestDatabases } from '@backstage/backend-test-utils';
import { JsonObject } from '@backstage/types';
import { RecordedFinding } from '@internal/plugin-static-data-common';
import { added, createComponent, updated } from '../__testUtils__/changes';
import {
  createAppliedSync,
  createCompletedSync,
} from '../__testUtils__/createCompletedSync';
import { createSyncRecord } from '../__testUtils__/createSyncRecord';
import { setUpActions } from './__testUtils__/setUpActions';

jest.setTimeout(60_000);

const ENTITY = 'component:default/checkout';
const FINDING: RecordedFinding = {
  severity: 'error',
  state: 'new',
  phase: 'PARSE',
  code: 'SYNTAX',
  message: 'A comma is missing',
  hint: 'Put one there',
  file: 'data/squads.json',
  line: 3,
  stackTrace: 'at parse (secret.ts:1)',
};

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

describe.each(databases.eachSupportedId())(
  'actions that read, %s',
  databaseId => {
    async function setUp(staticData?: JsonObject) {
      const knex = await databases.init(databaseId);
      const actions = await setUpActions({ knex, staticData });
      const before = createComponent('checkout', { lifecycle: 'production' });
      const first = createAppliedSync({
        record: createSyncRecord({ startTime: '2026-01-01T00:00:00.000Z' }),
        changes: [added(before), added(createComponent('orders'))],
      });
      const second = createAppliedSync({
        record: createSyncRecord({
          startTime: '2026-01-02T00:00:00.000Z',
          status: 'PARTIAL_SUCCESS',
          syncType: 'PUSH',
          triggeredBy: 'github:octocat',
          errorCount: 1,
          revision: 'def456',
        }),
        changes: [
          updated(
            before,
            createComponent('checkout', { lifecycle: 'deprecated' }),
          ),
        ],
        findings: [FINDING],
      });
      await actions.store.complete(first);
      await actions.store.complete(second);
      return {
        ...actions,
        firstId: first.record.id,
        secondId: second.record.id,
      };
    }

    it('list the sources, and tell of one of them', async () => {
      const { run, store, secondId } = await setUp({
        sources: {
          default: { directory: 'data' },
          core: { directory: 'core' },
        },
      });
      const sync = createCompletedSync({
        record: { startTime: '2026-01-03T00:00:00.000Z', status: 'FAILURE' },
      });
      await store.ofSource('core').complete(sync);

      expect(await run('list-sync-sources')).toMatchObject({
        sources: [
          {
            id: 'default',
            isConfigured: true,
            repository: 'data',
            entityCount: 2,
            latestSync: { syncId: secondId, status: 'PARTIAL_SUCCESS' },
          },
          {
            id: 'core',
            status: 'UNHEALTHY',
            reasons: expect.arrayContaining(['The last sync failed.']),
            entityCount: 0,
          },
        ],
      });
      expect(await run('get-sync-health', { source: 'core' })).toMatchObject({
        source: 'core',
        consecutiveFailures: 1,
        dataAsOf: null,
      });
      expect(await run('get-sync-health')).toMatchObject({
        reasons: expect.arrayContaining(['core: The last sync failed.']),
      });
      expect(await run('list-syncs', { source: 'core' })).toMatchObject({
        syncs: [{ syncId: sync.record.id, source: 'core' }],
      });
      expect(await run('explain-sync', { source: 'default' })).toMatchObject({
        syncId: secondId,
      });
      await expect(run('list-syncs', { source: 'shop' })).rejects.toThrow(
        `No source has the id 'shop'`,
      );
    });

    it('say how healthy the synchronisation is', async () => {
      const { run } = await setUp();
      expect(await run('get-sync-health')).toEqual({
        status: 'UNHEALTHY',
        reasons: expect.arrayContaining([expect.any(String)]),
        dataAsOf: '2026-01-02T00:00:00.000Z',
        lastSuccessfulSync: '2026-01-01T00:00:00.000Z',
        consecutiveFailures: 0,
        uptime: 100,
        nextSync: expect.any(String),
        lateBy: expect.any(Number),
      });
    });

    it('list syncs, newest first', async () => {
      const { run, firstId, secondId } = await setUp();
      expect(await run('list-syncs', { limit: 1 })).toEqual({
        syncs: [
          {
            syncId: secondId,
            source: 'default',
            number: expect.any(Number),
            syncType: 'PUSH',
            triggeredBy: 'github:octocat',
            startTime: '2026-01-02T00:00:00.000Z',
            durationMs: 2000,
            status: 'PARTIAL_SUCCESS',
            dryRun: false,
            revision: 'def456',
            errorCount: 1,
            warningCount: 0,
            outcome: expect.stringContaining('Applied: 1 added'),
          },
        ],
        hasMore: true,
      });
      expect(await run('list-syncs', { status: ['SUCCESS'] })).toMatchObject({
        syncs: [{ syncId: firstId }],
        hasMore: false,
      });
      expect(await run('list-syncs', { q: 'OCTOCAT' })).toMatchObject({
        syncs: [{ syncId: secondId }],
      });
      await expect(run('list-syncs', { q: 'a\0' })).rejects.toThrow(
        'Invalid input',
      );
    });

    it('explain the latest sync, without stack traces', async () => {
      const { run, secondId } = await setUp();
      const { stackTrace: _, phase: __, ...finding } = FINDING;
      expect(await run('explain-sync')).toEqual({
        syncId: secondId,
        source: 'default',
        number: expect.any(Number),
        syncType: 'PUSH',
        triggeredBy: 'github:octocat',
        startTime: '2026-01-02T00:00:00.000Z',
        durationMs: 2000,
        status: 'PARTIAL_SUCCESS',
        dryRun: false,
        revision: 'def456',
        outcome: expect.stringContaining('1 error caused data to be skipped.'),
        errorCount: 1,
        warningCount: 0,
        findings: [finding],
        counts: {
          added: 1,
          updated: 0,
          removed: 0,
          unchanged: 61,
          retained: 0,
          held: 0,
          total: 62,
        },
        changes: [
          {
            entityRef: ENTITY,
            change: 'updated',
            file: 'data/applications.json',
            fields: ['/spec/lifecycle'],
            arrived: 'pending',
          },
        ],
        hasMoreChanges: false,
      });
    });

    it('explain another sync, with the first of its changes', async () => {
      const { run, firstId } = await setUp();
      const input = { syncId: firstId, limit: 1 };
      expect(await run('explain-sync', input)).toMatchObject({
        syncId: firstId,
        findings: [],
        changes: [{ entityRef: ENTITY, change: 'added', line: 7 }],
        hasMoreChanges: true,
      });
      for (const syncId of ['0', '00000000-0000-7000-8000-000000000000']) {
        await expect(run('explain-sync', { syncId })).rejects.toThrow(
          expect.objectContaining({ name: 'NotFoundError' }),
        );
      }
    });

    it('list what the catalog had, after a sync or at a time', async () => {
      const { run, firstId, secondId } = await setUp();
      const list = (input: JsonObject) => run('list-source-entities', input);
      const first = await list({ at: firstId, limit: 1, full: true });
      expect(first).toEqual({
        source: 'default',
        syncId: firstId,
        number: expect.any(Number),
        startTime: '2026-01-01T00:00:00.000Z',
        revision: expect.any(String),
        entities: [
          {
            entityRef: ENTITY,
            kind: 'Component',
            entity: createComponent('checkout', { lifecycle: 'production' }),
          },
        ],
        hasMore: true,
      });
      expect(
        await list({ at: '2026-01-01T12:00:00Z', afterEntityRef: ENTITY }),
      ).toMatchObject({
        syncId: firstId,
        entities: [{ entityRef: 'component:default/orders' }],
        hasMore: false,
      });
      expect(await list({ q: 'check', kind: 'Component' })).toMatchObject({
        syncId: secondId,
        entities: [{ entityRef: ENTITY }],
      });
      await expect(list({ at: '2025-01-01' })).rejects.toThrow(
        expect.objectContaining({ name: 'NotFoundError' }),
      );
      await expect(list({ at: 'yesterday' })).rejects.toThrow(
        'at: must be the id of a sync, or a time',
      );
    });

    it('explain an entity, also by a ref in short', async () => {
      const { run, firstId, secondId } = await setUp();
      expect(
        await run('explain-entity', { entityRef: 'Component:Checkout' }),
      ).toEqual({
        entityRef: ENTITY,
        changes: [
          {
            change: 'updated',
            syncId: secondId,
            source: 'default',
            number: expect.any(Number),
            startTime: '2026-01-02T00:00:00.000Z',
            dryRun: false,
            triggeredBy: 'github:octocat',
            revision: 'def456',
            file: 'data/applications.json',
            fields: [
              {
                path: '/spec/lifecycle',
                before: 'production',
                after: 'deprecated',
              },
            ],
            arrived: 'pending',
          },
          expect.objectContaining({
            change: 'added',
            syncId: firstId,
            line: 7,
          }),
        ],
        hasMore: false,
      });
      await expect(
        run('explain-entity', { entityRef: 'component:default/unknown' }),
      ).rejects.toThrow(expect.objectContaining({ name: 'NotFoundError' }));
      await expect(
        run('explain-entity', { entityRef: 'check\0out' }),
      ).rejects.toThrow(
        expect.objectContaining({
          message:
            "'check\\u0000out' is not an entity ref such as component:default/checkout",
        }),
      );
    });
  },
);

it('has no sync to explain before the first one', async () => {
  const knex = await databases.init('SQLITE_3');
  const { run } = await setUpActions({ knex });
  await expect(run('explain-sync')).rejects.toThrow('No sync has run yet');
});
