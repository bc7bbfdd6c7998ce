import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  createMockDirectory,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { JsonObject } from '@backstage/types';
import { SyncHistoryRecord } from '@internal/plugin-static-data-common';
import { parse } from 'yaml';
import { toJson } from './__testUtils__/architecture';
import {
  startTestProduct,
  TestProductDatabases,
} from './__testUtils__/startTestProduct';

jest.setTimeout(120_000);

const BACKEND = resolve(__dirname, '../..');
const SAMPLE_CONFIG = resolve(BACKEND, '../../app-config.sources.yaml');

/** How often the catalog is looked at while a source is renamed. */
const POLL_MS = 20;

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

/** The files of a source with a squad, a bounded context and applications. */
function toFiles(
  name: string,
  applications: string[],
  squad = `${name}-squad`,
): Record<string, string> {
  return {
    'data/squads.json': toJson([
      { id: `${name}-squad`, name: `The squad of ${name}` },
    ]),
    'data/bounded-contexts.json': toJson([
      { id: name, name: `Context ${name}`, ownerSquadId: `${name}-squad` },
    ]),
    'data/applications.json': toJson(
      applications.map(id => ({
        id,
        name: `The ${id} application of ${name}`,
        inContextOfBoundedContextId: name,
        supportedBySquadsIds: [squad],
      })),
    ),
    'contracts/README.md': '# Contracts\n',
  };
}

/** The ids of the sources by the entities that are from them. */
function listSources(entities: Entity[]): Record<string, string | undefined> {
  return Object.fromEntries(
    entities.map(entity => [
      stringifyEntityRef(entity),
      entity.metadata.annotations?.['static-data/source'],
    ]),
  );
}

describe.each(databases.eachSupportedId())(
  'several sources, on %s',
  databaseId => {
    const ordering = createMockDirectory();
    const billing = createMockDirectory();
    const SOURCES = {
      ordering: { directory: ordering.path },
      billing: { directory: billing.path },
    };
    const ORDERING = {
      'group:default/ordering-squad': 'ordering',
      'system:default/ordering': 'ordering',
      'component:default/cart': 'ordering',
      'component:default/checkout': 'ordering',
    };
    const BILLING = {
      'group:default/billing-squad': 'billing',
      'system:default/billing': 'billing',
      'component:default/invoices': 'billing',
    };
    let product: Awaited<ReturnType<typeof startTestProduct>>;

    const start = async (
      staticData: JsonObject,
      knex?: TestProductDatabases,
    ) => {
      product = await startTestProduct({
        databases,
        databaseId,
        knex,
        config: { staticData },
      });
    };
    const restart = async (staticData: JsonObject) => {
      await product.stop();
      await start(staticData, product.knex);
    };
    const get = async (path: string) =>
      (await product.api.get(path).expect(200)).body;

    /** Waits for the record of a sync, which is written after what it has sent is in the catalog. */
    const waitForSync = async (syncId: string): Promise<SyncHistoryRecord> => {
      for (;;) {
        const { sync } = await get(`/refresh/${syncId}`);
        if (sync) {
          return sync;
        }
        await sleep(50);
      }
    };

    /** Waits until the catalog has these entities, with the ids of their sources, and no others. */
    const expectCatalog = async (expected: Record<string, string>) => {
      const refs = Object.keys(expected).sort();
      const isThere = (entities: Entity[]) =>
        refs.join() === Object.keys(listSources(entities)).sort().join() &&
        entities.every(
          entity =>
            listSources(entities)[stringifyEntityRef(entity)] ===
            expected[stringifyEntityRef(entity)],
        );
      await product.waitForEntities(isThere);
    };

    beforeEach(() => {
      ordering.setContent(toFiles('ordering', ['cart', 'checkout']));
      billing.setContent(toFiles('billing', ['invoices'], 'ordering-squad'));
    });
    afterEach(() => product.stop());

    it('are synchronised side by side, each with its own numbers, and may refer to each other', async () => {
      await start({ sources: SOURCES });
      for (const [source, totalEntities] of [
        ['ordering', 4],
        ['billing', 3],
      ] as const) {
        expect(await product.refresh({ source })).toMatchObject({
          source,
          number: 1,
          status: 'SUCCESS',
          errorCount: 0,
          warningCount: 0,
          stats: { totalEntities, entitiesAdded: totalEntities },
        });
      }
      expect(await product.refresh({ source: 'billing' })).toMatchObject({
        number: 2,
        status: 'SUCCESS',
        warningCount: 0,
        stats: { totalEntities: 3, entitiesUnchanged: 3 },
      });
      await expectCatalog({ ...ORDERING, ...BILLING });
      await product.waitForEntities(entities =>
        entities.some(
          ({ metadata, relations = [] }) =>
            metadata.name === 'invoices' &&
            relations.some(
              ({ type, targetRef }) =>
                type === 'ownedBy' &&
                targetRef === 'group:default/ordering-squad',
            ),
        ),
      );
      expect(await get('/sources')).toMatchObject({
        sources: [
          { id: 'ordering', isConfigured: true, entityCount: 4 },
          { id: 'billing', isConfigured: true, entityCount: 3 },
        ],
      });
    });

    it('look again for what they refer to once another source has it', async () => {
      await start({ sources: SOURCES });
      expect(await product.refresh({ source: 'billing' })).toMatchObject({
        status: 'SUCCESS',
        warnings: [expect.stringContaining('ordering-squad')],
      });
      await product.refresh({ source: 'ordering' });
      let history: object[];
      do {
        // The other sync has ended as soon as it is recorded, and requests this one right after.
        await product.runRequested('billing');
        ({ history } = await get('/sync-history?source=billing'));
      } while (history.length < 2);
      expect(history).toMatchObject([
        { number: 2, syncType: 'SCHEDULED', warningCount: 0 },
        { number: 1, warningCount: 1 },
      ]);
    });

    it('do not take an entity from each other: the first keeps it until it drops it', async () => {
      await start({ sources: SOURCES });
      await product.refresh({ source: 'ordering' });
      billing.setContent(toFiles('billing', ['invoices', 'cart']));
      const cart = 'component:default/cart';
      const refused = {
        status: 'PARTIAL_SUCCESS',
        stats: { totalEntities: 3, entitiesRemoved: 0 },
        errors: [
          {
            code: 'OTHER_SOURCE',
            entity: cart,
            file: 'data/applications.json',
            error: expect.stringContaining(`'ordering'`),
          },
        ],
      };
      expect(await product.refresh({ source: 'billing' })).toMatchObject(
        refused,
      );
      await expectCatalog({ ...ORDERING, ...BILLING });
      const { rows: before } = await readCart();
      for (let time = 0; time < 3; time++) {
        expect(await product.refresh({ source: 'ordering' })).toMatchObject({
          status: 'SUCCESS',
          stats: { entitiesUnchanged: 4 },
        });
        expect(
          await product.refresh({ source: 'billing', full: time === 2 }),
        ).toMatchObject(refused);
      }
      expect((await readCart()).rows).toEqual(before);

      ordering.setContent(toFiles('ordering', ['checkout']));
      expect(await product.refresh({ source: 'ordering' })).toMatchObject({
        status: 'SUCCESS',
        stats: { entitiesRemoved: 1 },
      });
      // Its own files have not changed.
      expect(await product.refresh({ source: 'billing' })).toMatchObject({
        status: 'SUCCESS',
        stats: { entitiesAdded: 1, totalEntities: 4 },
      });
      await expectCatalog({ ...ORDERING, ...BILLING, [cart]: 'billing' });
    });

    it('keep their entities when they leave the configuration, until somebody releases them', async () => {
      await start({ sources: SOURCES });
      await product.refresh({ source: 'ordering' });
      await product.refresh({ source: 'billing' });
      await expectCatalog({ ...ORDERING, ...BILLING });

      await restart({ sources: { ordering: SOURCES.ordering } });
      for (const full of [false, true, false]) {
        expect(await product.refresh({ full })).toMatchObject({
          source: 'ordering',
          status: 'SUCCESS',
          stats: { totalEntities: 4 },
        });
        await expectCatalog({ ...ORDERING, ...BILLING });
      }
      await restart({ sources: { ordering: SOURCES.ordering } });
      await expectCatalog({ ...ORDERING, ...BILLING });
      expect(await get('/sources')).toMatchObject({
        sources: [
          { id: 'ordering', isConfigured: true },
          { id: 'billing', isConfigured: false, entityCount: 3 },
        ],
      });

      const { body } = await product.api
        .post('/sources/billing/release')
        .expect(202);
      await expectCatalog(ORDERING);
      expect(await waitForSync(body.syncId)).toMatchObject({
        source: 'billing',
        number: 2,
        status: 'SUCCESS',
        triggeredBy: 'user:default/mock',
        stats: { totalEntities: 0, entitiesRemoved: 3 },
      });
      expect((await get('/sources')).sources).toHaveLength(1);

      // If it comes back, it is read as if it were new, and its numbers go on.
      await restart({ sources: SOURCES });
      expect(await product.refresh({ source: 'billing' })).toMatchObject({
        number: 3,
        status: 'SUCCESS',
        stats: { entitiesAdded: 3 },
      });
      await expectCatalog({ ...ORDERING, ...BILLING });
    });

    it.each([
      ['default', 'ordering'],
      ['ordering', 'shop'],
    ])(
      'are renamed, from %s to %s and back, while the catalog has everything',
      async (former, latter) => {
        const others = { billing: SOURCES.billing };
        const refs = Object.keys(ORDERING);
        const from = (source: string) => ({
          ...BILLING,
          ...Object.fromEntries(refs.map(ref => [ref, source])),
        });
        const configure = (id: string, renamedFrom?: string) => ({
          sources: {
            [id]: { ...SOURCES.ordering, ...(renamedFrom && { renamedFrom }) },
            ...others,
          },
        });
        await start(configure(former));
        await product.refresh({ source: former });
        await product.refresh({ source: 'billing' });
        await expectCatalog(from(former));

        const poll = pollCatalog(product.knex.catalog, 7);
        await restart(configure(latter, former));
        await expectRenamed(latter, 2);
        await restart(configure(former, latter));
        await expectRenamed(former, 3);
        expect(await poll.stop()).toEqual([]);

        /** @param number - of the next sync */
        async function expectRenamed(source: string, number: number) {
          expect(await product.refresh({ source })).toMatchObject({
            source,
            number,
            status: 'SUCCESS',
            stats: { totalEntities: 4, entitiesUnchanged: 4 },
          });
          await expectCatalog(from(source));
          const { history } = await get(`/sync-history?source=${source}`);
          expect(
            history.map((record: { number: number }) => record.number),
          ).toEqual(
            Array.from({ length: number }, (_, index) => number - index),
          );
        }
      },
    );

    it('are the two samples of app-config.sources.yaml', async () => {
      const { staticData } = parse(readFileSync(SAMPLE_CONFIG, 'utf8'));
      for (const source of Object.values<JsonObject>(staticData.sources)) {
        source.directory = resolve(BACKEND, String(source.directory));
      }
      await start(staticData);
      const records = [];
      for (const source of Object.keys(staticData.sources)) {
        records.push(await product.refresh({ source }));
      }
      expect(records).toMatchObject([
        { status: 'SUCCESS', errorCount: 0, warningCount: 0 },
        { status: 'SUCCESS', errorCount: 0, warningCount: 0 },
      ]);
      const count = records.reduce(
        (sum, { stats }) => sum + stats.totalEntities,
        0,
      );
      await product.waitForEntities(({ length }) => length === count);
    });

    /** What the catalog has on record of an entity that two sources have. */
    async function readCart() {
      const rows = await product.knex
        .catalog('refresh_state')
        .where({ entity_ref: 'component:default/cart' })
        .select('entity_id', 'unprocessed_entity', 'location_key');
      return { rows };
    }
  },
);

/** Looks at the catalog all the time, and notes each time at which it shows fewer entities than it has to. */
function pollCatalog(
  knex: TestProductDatabases['catalog'],
  expected: number,
): { stop: () => Promise<number[]> } {
  let isOver = false;
  const short: number[] = [];
  const polling = (async () => {
    while (!isOver) {
      const shown = await knex('final_entities').whereNotNull('final_entity');
      if (shown.length < expected) {
        short.push(shown.length);
      }
      await sleep(POLL_MS);
    }
  })();
  return {
    async stop() {
      isOver = true;
      await polling;
      return short;
    },
  };
}
