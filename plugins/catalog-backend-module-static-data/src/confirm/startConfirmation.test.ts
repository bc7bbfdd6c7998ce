import {
  mockServices,
  TestDatabaseId,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { DefaultEventsService } from '@backstage/plugin-events-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  ChangeToRecord,
  DatabaseStaticDataStore,
} from '@internal/plugin-static-data-node';
import { v7 as uuid } from 'uuid';
import { createCompletedSync } from '../record/__testUtils__/createCompletedSync';
import { sentCheckout, shownAs } from './__testUtils__/checkout';
import { startConfirmation } from './startConfirmation';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

async function setUp(databaseId: TestDatabaseId) {
  const knex = await databases.init(databaseId);
  const store = await DatabaseStaticDataStore.create({
    getClient: async () => knex,
  });
  const catalog = catalogServiceMock.mock();
  const shown: Entity[] = [];
  catalog.getEntitiesByRefs.mockImplementation(async ({ entityRefs }) => ({
    items: entityRefs.map(ref =>
      shown.find(entity => stringifyEntityRef(entity) === ref),
    ),
  }));
  const logger = mockServices.logger.mock();
  const events = DefaultEventsService.create({ logger });
  const scheduler = mockServices.scheduler();
  const applyMutation = jest.fn().mockResolvedValue(undefined);
  await startConfirmation({
    store,
    catalog,
    auth: mockServices.auth(),
    events,
    logger,
    scheduler,
    secrets: ['s3cret'],
    applyMutation,
  });
  return {
    knex,
    store,
    catalog,
    events,
    logger,
    applyMutation,
    /** What the catalog shows. */
    shown,
    run: () => scheduler.triggerTask('static-data-confirmation'),
    /** Records a sync that sent changes. */
    async send(...changes: ChangeToRecord[]) {
      const id = uuid();
      await store.complete({
        ...createCompletedSync({ id }),
        changes,
        applied: {
          buildFiles: [],
          removedBuildFiles: [],
          state: { fullApply: false },
        },
      });
      return id;
    },
    async listConfirmations(syncId: string) {
      const { changes } = await store.changes.list({ syncId, limit: 500 });
      return changes.map(({ confirmation }) => confirmation);
    },
  };
}

const checkout: ChangeToRecord = {
  entityRef: 'component:default/checkout',
  kind: 'Component',
  change: 'added',
  sourceFile: 'data/applications.json',
  version: { hash: 'h1', entity: sentCheckout() },
};
const renamed: ChangeToRecord = {
  ...checkout,
  change: 'updated',
  previousHash: 'h1',
  version: { hash: 'h2', entity: sentCheckout({ title: 'Check-out' }) },
};

const isoTime = expect.stringMatching(/^20\d\d-.*T.*\.\d{3}Z$/);

describe.each(databases.eachSupportedId())('startConfirmation, %s', id => {
  it('lets every change be looked up until it has arrived', async () => {
    const { store, shown, run, send, listConfirmations } = await setUp(id);
    const added = await send(checkout);
    await run();
    expect(await listConfirmations(added)).toEqual([
      { status: 'pending', checkedAt: isoTime },
    ]);

    shown.push(shownAs(sentCheckout()));
    await run();
    expect(await listConfirmations(added)).toEqual([
      { status: 'confirmed', checkedAt: isoTime },
    ]);
    expect((await store.history.get(added))?.confirmation).toEqual({
      sent: 1,
      confirmed: 1,
      pending: 0,
      failed: 0,
      superseded: 0,
      checkedAt: isoTime,
    });

    const updated = await send(renamed);
    await run();
    expect(await listConfirmations(updated)).toEqual([
      {
        status: 'pending',
        reason:
          'The catalog still shows another version, which differs in /metadata/title',
        checkedAt: isoTime,
      },
    ]);

    const removed = await send({
      ...checkout,
      change: 'removed',
      previousHash: 'h2',
      version: undefined,
    });
    await run();
    expect(await listConfirmations(updated)).toMatchObject([
      { status: 'superseded' },
    ]);
    expect(await listConfirmations(removed)).toMatchObject([
      { status: 'pending' },
    ]);

    shown.pop();
    await run();
    expect(await listConfirmations(removed)).toMatchObject([
      { status: 'confirmed' },
    ]);
  });

  it('looks up what was sent with the credentials of the plugin', async () => {
    const { catalog, run, send } = await setUp(id);
    await run();
    expect(catalog.getEntitiesByRefs).not.toHaveBeenCalled();

    await send(checkout);
    await run();
    expect(catalog.getEntitiesByRefs).toHaveBeenCalledWith(
      {
        entityRefs: ['component:default/checkout'],
        fields: ['apiVersion', 'kind', 'metadata', 'spec', 'status'],
      },
      { credentials: await mockServices.auth().getOwnServiceCredentials() },
    );
  });

  it('looks up many changes, some at a time', async () => {
    const { store, catalog, run, send } = await setUp(id);
    const many = Array.from({ length: 1100 }, (_, index) => ({
      ...checkout,
      entityRef: `component:default/checkout-${index}`,
    }));
    const syncId = await send(...many);
    await run();
    expect(catalog.getEntitiesByRefs).toHaveBeenCalledTimes(10);
    await run();

    const asked = catalog.getEntitiesByRefs.mock.calls.flatMap(
      ([{ entityRefs }]) => entityRefs,
    );
    expect(new Set(asked.slice(0, 1100)).size).toBe(1100);
    expect((await store.history.get(syncId))?.confirmation).toMatchObject({
      sent: 1100,
      pending: 1100,
    });
  });

  describe('where the catalog has taken, but does not show a change', () => {
    const squad: ChangeToRecord = {
      entityRef: 'group:default/shop',
      kind: 'Group',
      change: 'added',
      sourceFile: 'data/squads.json',
      version: {
        hash: 'h3',
        entity: {
          apiVersion: 'backstage.io/v1alpha1',
          kind: 'Group',
          metadata: { name: 'shop', annotations: {} },
          spec: { type: 'squad', children: [] },
        },
      },
    };
    const start = Date.now();
    const setAge = (seconds: number) =>
      jest.spyOn(Date, 'now').mockReturnValue(start + seconds * 1000);

    afterEach(() => jest.restoreAllMocks());

    function readDelivery(applyMutation: jest.Mock) {
      const [{ type, added, removed }] = applyMutation.mock.calls.pop();
      const entities: Entity[] = added.map(
        ({ entity }: { entity: Entity }) => entity,
      );
      const deliveries = new Set(
        entities.map(
          ({ metadata }) => metadata.annotations!['static-data/delivery'],
        ),
      );
      expect(type).toBe('delta');
      expect(deliveries.size).toBeLessThan(2);
      return {
        added: entities.map(stringifyEntityRef).sort(),
        removed: removed.map(
          ({ entityRef }: { entityRef: string }) => entityRef,
        ),
        delivery: [...deliveries][0],
      };
    }

    it('sends it again, as another delivery each time, with what it refers to', async () => {
      setAge(0);
      const { run, send, shown, applyMutation } = await setUp(id);
      shown.push(squad.version!.entity);
      await send(checkout, squad);
      await run();
      setAge(15);
      await run();
      expect(applyMutation).not.toHaveBeenCalled();

      setAge(25);
      await run();
      const first = readDelivery(applyMutation);
      expect(first).toEqual({
        added: ['component:default/checkout', 'group:default/shop'],
        removed: [],
        delivery: expect.any(String),
      });
      setAge(30);
      await run();
      expect(applyMutation).not.toHaveBeenCalled();

      setAge(120);
      await run();
      const second = readDelivery(applyMutation);
      expect(second).toMatchObject({ added: first.added, removed: [] });
      expect(second.delivery).not.toBe(first.delivery);
    });

    it('sends a removal again only if the entity has not come back', async () => {
      setAge(0);
      const { run, send, shown, applyMutation } = await setUp(id);
      await send(checkout, squad);
      shown.push(shownAs(sentCheckout()), squad.version!.entity);
      await run();
      await send({
        ...checkout,
        change: 'removed',
        previousHash: 'h1',
        version: undefined,
      });
      setAge(25);
      await run();
      expect(readDelivery(applyMutation)).toMatchObject({
        removed: ['component:default/checkout'],
      });

      await send({ ...checkout, version: renamed.version });
      setAge(200);
      await run();
      expect(readDelivery(applyMutation)).toMatchObject({
        added: expect.arrayContaining(['component:default/checkout']),
        removed: [],
      });
    });

    it('waits while anything arrives, while a sync runs, and for what the catalog refuses', async () => {
      setAge(0);
      const { store, run, send, shown, events, applyMutation } = await setUp(
        id,
      );
      await send(checkout, squad);
      shown.push(squad.version!.entity);
      setAge(25);
      await run();
      expect(applyMutation).not.toHaveBeenCalled();

      const lease = {
        syncId: uuid(),
        syncType: 'SCHEDULED' as const,
        dryRun: false,
        ttlMs: 60_000,
        configSnapshot: { repository: 'acme/architecture', branch: 'main' },
      };
      expect(await store.lease.acquire(lease)).toMatchObject({
        acquired: true,
      });
      await run();
      expect(applyMutation).not.toHaveBeenCalled();

      await store.lease.release(lease.syncId);
      await events.publish({
        topic: 'experimental.catalog.errors',
        eventPayload: {
          entity: 'component:default/checkout',
          errors: [new Error('nope')],
        },
      });
      await run();
      expect(applyMutation).not.toHaveBeenCalled();
    });

    it('tries again later when the catalog does not take it', async () => {
      setAge(0);
      const { run, send, logger, applyMutation } = await setUp(id);
      await send(checkout);
      setAge(25);
      applyMutation.mockRejectedValueOnce(new Error('is down'));
      await run();
      expect(logger.warn).toHaveBeenCalledWith(
        expect.stringMatching(
          /^What the catalog does not show could not be sent again: .*is down/,
        ),
      );
      setAge(120);
      await run();
      expect(applyMutation).toHaveBeenCalledTimes(2);
    });
  });

  it('leaves everything as it is while the catalog cannot be asked', async () => {
    const { catalog, logger, run, send, listConfirmations } = await setUp(id);
    catalog.getEntitiesByRefs.mockRejectedValue(new Error('no s3cret here'));
    const syncId = await send(checkout);
    await run();
    expect(await listConfirmations(syncId)).toEqual([{ status: 'pending' }]);
    expect(logger.warn.mock.calls).toEqual([
      ['The catalog could not be asked what has arrived: no [redacted] here'],
    ]);
  });

  it('notes what the catalog reports about what it has not taken yet', async () => {
    const { events, run, send, listConfirmations } = await setUp(id);
    const syncId = await send(checkout);
    const report = (entity: string) =>
      events.publish({
        topic: 'experimental.catalog.errors',
        eventPayload: { entity, errors: [new Error('not with s3cret')] },
      });
    await report('component:default/checkout');
    await report('component:default/of-somebody-else');
    await events.publish({
      topic: 'experimental.catalog.errors',
      eventPayload: 'nonsense',
    });

    const reason =
      'The catalog could not process it: Error: not with [redacted]';
    expect(await listConfirmations(syncId)).toEqual([
      { status: 'pending', reason },
    ]);
    await run();
    expect(await listConfirmations(syncId)).toEqual([
      { status: 'pending', reason, checkedAt: isoTime },
    ]);
  });

  it('does not disturb the catalog when a report cannot be noted', async () => {
    const { knex, events, logger } = await setUp(id);
    await knex.schema.dropTable('static_data_sync_changes');
    await events.publish({
      topic: 'experimental.catalog.errors',
      eventPayload: {
        entity: 'component:default/checkout',
        errors: [new Error('nope')],
      },
    });
    expect(logger.warn.mock.calls).toEqual([
      [
        expect.stringMatching(
          /^What the catalog reported about component:default\/checkout could not be noted: StoreError/,
        ),
      ],
    ]);
  });
});
