import { TestDatabases } from '@backstage/backend-test-utils';
import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { ChangeToRecord } from '@internal/plugin-static-data-model';
import { v7 as uuid } from 'uuid';
import { withSentVersion } from '../apply/sentVersion';
import { DEFAULT_SOURCE } from './__testUtils__/checkout';
import { sentCheckout, shownAs } from './__testUtils__/checkout';
import {
  checkout,
  renamed,
  setUpConfirmation,
  versionOf,
} from './__testUtils__/setUpConfirmation';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

describe.each(databases.eachSupportedId())(
  'a change that the catalog has accepted, but does not show, on %s',
  id => {
    const setUp = async () => setUpConfirmation(await databases.init(id));

    const squad: ChangeToRecord = {
      entityRef: 'group:default/shop',
      kind: 'Group',
      change: 'added',
      sourceFile: 'data/squads.json',
      version: versionOf({
        apiVersion: 'backstage.io/v1alpha1',
        kind: 'Group',
        metadata: { name: 'shop', annotations: {} },
        spec: { type: 'squad', children: [] },
      }),
    };
    const start = Date.now();
    const setAge = (seconds: number) =>
      jest.spyOn(Date, 'now').mockReturnValue(start + seconds * 1000);

    afterEach(() => jest.restoreAllMocks());

    /** What the latest two mutations removed, and then added. */
    function readReplaced(applyMutation: jest.Mock) {
      expect(applyMutation).toHaveBeenCalledTimes(2);
      const [[removal], [addition]] = applyMutation.mock.calls;
      applyMutation.mockClear();
      expect(removal).toMatchObject({ type: 'delta', added: [] });
      expect(addition).toMatchObject({ type: 'delta', removed: [] });
      return {
        removed: removal.removed.map(
          ({ entityRef }: { entityRef: string }) => entityRef,
        ),
        added: addition.added
          .map(({ entity }: { entity: Entity }) => stringifyEntityRef(entity))
          .sort(),
      };
    }

    it('is removed and added again, after ever longer delays', async () => {
      setAge(0);
      const { run, send, shown, applyMutation } = await setUp();
      shown.push(withSentVersion(squad.version!.entity, DEFAULT_SOURCE));
      await send(checkout, squad);
      await run();
      setAge(15);
      await run();
      expect(applyMutation).not.toHaveBeenCalled();

      setAge(25);
      await run();
      const replaced = {
        removed: ['component:default/checkout'],
        added: ['component:default/checkout'],
      };
      expect(readReplaced(applyMutation)).toEqual(replaced);
      setAge(30);
      await run();
      expect(applyMutation).not.toHaveBeenCalled();

      setAge(120);
      await run();
      expect(readReplaced(applyMutation)).toEqual(replaced);
    });

    it('has its time from the end of the sync, however long that took', async () => {
      setAge(0);
      const { run, record, shown, applyMutation } = await setUp();
      shown.push(withSentVersion(squad.version!.entity, DEFAULT_SOURCE));
      setAge(100);
      const toTime = (seconds: number) =>
        new Date(start + seconds * 1000).toISOString();
      await record({ startTime: toTime(1), endTime: toTime(95) }, [
        checkout,
        squad,
      ]);
      await run();
      setAge(110);
      await run();
      expect(applyMutation).not.toHaveBeenCalled();

      setAge(120);
      await run();
      expect(applyMutation).toHaveBeenCalledTimes(2);
    });

    it('takes with it what it does not refer to any more', async () => {
      setAge(0);
      const { run, send, shown, applyMutation } = await setUp();
      shown.push(
        shownAs(sentCheckout()),
        withSentVersion(squad.version!.entity, DEFAULT_SOURCE),
      );
      await send(checkout, squad);
      await run();
      const alone = sentCheckout({ spec: { owner: 'group:default/other' } });
      await send({
        ...renamed,
        version: versionOf(alone),
      });
      setAge(25);
      await run();
      expect(applyMutation).not.toHaveBeenCalled();
      setAge(65);
      await run();
      expect(readReplaced(applyMutation)).toEqual({
        removed: ['component:default/checkout', 'group:default/shop'],
        added: ['component:default/checkout', 'group:default/shop'],
      });
    });

    it('is only removed if it is a removal, unless the entity has come back', async () => {
      setAge(0);
      const { run, send, shown, applyMutation } = await setUp();
      await send(checkout, squad);
      shown.push(
        shownAs(sentCheckout()),
        withSentVersion(squad.version!.entity, DEFAULT_SOURCE),
      );
      await run();
      await send({
        ...checkout,
        change: 'removed',
        previousHash: checkout.version!.hash,
        version: undefined,
      });
      setAge(25);
      await run();
      expect(applyMutation.mock.calls).toEqual([
        [
          {
            type: 'delta',
            added: [],
            removed: [
              {
                entityRef: 'component:default/checkout',
                locationKey: 'static-data',
              },
            ],
          },
        ],
      ]);
      applyMutation.mockClear();

      await send({ ...checkout, version: renamed.version });
      setAge(200);
      await run();
      expect(readReplaced(applyMutation).added).toContain(
        'component:default/checkout',
      );
    });

    it('waits while anything arrives or a sync runs, and if the catalog refuses it', async () => {
      setAge(0);
      const { store, run, send, shown, events, applyMutation } = await setUp();
      await send(checkout, squad);
      shown.push(withSentVersion(squad.version!.entity, DEFAULT_SOURCE));
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

    it('is sent again by the next run if the catalog does not accept it', async () => {
      setAge(0);
      const { run, send, logger, applyMutation } = await setUp();
      await send(checkout);
      setAge(25);
      applyMutation.mockRejectedValueOnce(new Error('is down'));
      await run();
      expect(logger.warn).toHaveBeenCalledWith(
        expect.stringMatching(
          /^Could not resend changes that have not appeared in the catalog: .*is down/,
        ),
      );
      setAge(35);
      await run();
      expect(applyMutation).toHaveBeenCalledTimes(3);
    });
  },
);
