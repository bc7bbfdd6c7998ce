import { TestDatabases } from '@backstage/backend-test-utils';
import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { ChangeToRecord } from '@internal/plugin-static-data-model';
import { v7 as uuid } from 'uuid';
import { sentCheckout, shownAs } from './__testUtils__/checkout';
import {
  checkout,
  renamed,
  setUpConfirmation,
} from './__testUtils__/setUpConfirmation';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

describe.each(databases.eachSupportedId())(
  'a change that the catalog has taken, but does not show, on %s',
  id => {
    const setUp = async () => setUpConfirmation(await databases.init(id));

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
      const { run, send, shown, applyMutation } = await setUp();
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
      const { run, send, shown, applyMutation } = await setUp();
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
      const { store, run, send, shown, events, applyMutation } = await setUp();
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
      const { run, send, logger, applyMutation } = await setUp();
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
  },
);
