import { resolve } from 'node:path';
import { TestDatabases } from '@backstage/backend-test-utils';
import {
  Entity,
  parseEntityRef,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import request from 'supertest';
import { startTestProduct } from './__testUtils__/startTestProduct';

jest.setTimeout(60_000);

const SAMPLE_SOURCE = resolve(__dirname, '../../../../examples/static-data');
const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

function countKinds(entities: Entity[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { kind } of entities) {
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}

describe.each(databases.eachSupportedId())(
  'the sample source on %s',
  databaseId => {
    it('becomes 62 entities of the catalog, all of whose relations resolve', async () => {
      const { server, refresh, waitForEntities, runScheduledSync } =
        await startTestProduct({
          databases,
          databaseId,
          config: { staticData: { directory: SAMPLE_SOURCE } },
        });

      const record = await refresh();
      expect(record).toMatchObject({
        status: 'SUCCESS',
        syncType: 'MANUAL',
        triggeredBy: 'user:default/mock',
        errorCount: 0,
        warningCount: 0,
        stats: {
          totalEntities: 62,
          entitiesAdded: 62,
          apiRelationships: {
            componentsWithApis: 20,
            totalProvidesApis: 22,
            totalConsumesApis: 45,
          },
        },
      });

      const entities = await waitForEntities(all => all.length === 62);
      const { Component, API, Group, System, Domain } = countKinds(entities);
      expect({ Component, API, Group }).toEqual({
        Component: 20,
        API: 16,
        Group: 10,
      });
      expect(System + Domain).toBe(16);

      const stitched = await waitForEntities(all =>
        all
          .filter(({ kind }) => kind === 'Component')
          .every(({ relations = [] }) =>
            relations.some(({ type }) => type === 'ownedBy'),
          ),
      );
      const refs = new Set(stitched.map(entity => stringifyEntityRef(entity)));
      const dangling = stitched.flatMap(entity =>
        (entity.relations ?? [])
          .map(({ targetRef }) => targetRef)
          .filter(ref => !refs.has(stringifyEntityRef(parseEntityRef(ref)))),
      );
      expect(dangling).toEqual([]);

      await runScheduledSync();
      const { body: settings } = await request(server)
        .get('/api/static-data/settings')
        .expect(200);
      expect(settings).toMatchObject({
        latestSync: {
          syncType: 'SCHEDULED',
          status: 'SUCCESS',
          stats: { totalEntities: 62, entitiesUnchanged: 62, entitiesAdded: 0 },
        },
        runningSync: null,
        health: { status: 'HEALTHY', consecutiveFailures: 0, uptime: 100 },
        statistics: { totalSyncs: 2, successfulSyncs: 2, failedSyncs: 0 },
        configuration: { scheduleFrequency: '*/30 * * * *' },
      });
    });
  },
);
