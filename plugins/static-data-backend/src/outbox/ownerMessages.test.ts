import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { NotificationSendOptions } from '@backstage/plugin-notifications-node';
import {
  RecordedFinding,
  SyncHealth,
} from '@internal/plugin-static-data-common';
import { createComponent, withoutVersion } from '../__testUtils__/changes';
import { createAppliedSync } from '../__testUtils__/createCompletedSync';
import { createTestStore } from '../__testUtils__/createTestStore';
import { announce } from './announce';
import { Deliverer } from './Deliverer';
import {
  createNotificationsRecipient,
  OWNER_NOTIFICATIONS,
} from './notifications';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

const startTime = '2026-03-01T10:00:00.000Z';
const red = 'group:default/red';
const blue = 'group:default/blue';

function finding(
  message: string,
  overrides: Partial<RecordedFinding> = {},
): RecordedFinding {
  return {
    severity: 'error',
    state: 'new',
    phase: 'PARSE',
    code: 'SCHEMA',
    message,
    hint: 'Correct it.',
    owner: red,
    ...overrides,
  };
}

describe.each(databases.eachSupportedId())(
  'notifications of owners, %s',
  databaseId => {
    async function setUp() {
      const knex = await databases.init(databaseId);
      const store = await createTestStore(knex);
      const send = jest.fn(async (_: NotificationSendOptions) => {});
      const logger = mockServices.logger.mock();
      /** Another process, or this one after a restart. */
      const announceAll = (owners = true) =>
        announce({
          store: store.all,
          sources: ['default'],
          webhooks: [],
          alerts: {
            consecutiveFailures: 3,
            owners,
            recipients: { entityRefs: [] },
          },
          getHealth: async () => ({} as SyncHealth),
        });
      return {
        store,
        announceAll,
        complete: async (
          sync: Partial<Parameters<typeof createAppliedSync>[0]> = {},
        ) => {
          const { record, ...rest } = sync;
          const completed = createAppliedSync({
            record: { startTime, ...record },
            ...rest,
          });
          completed.record.stats.removalsHeld = rest.heldRemovals?.length ?? 0;
          await store.complete(completed);
          return completed.record.id;
        },
        /** Who was sent what since the last time, in the order in which it was sent. */
        async run() {
          send.mockClear();
          await Promise.all([announceAll(), announceAll()]);
          const deliverers = [1, 2].map(
            () =>
              new Deliverer({
                outbox: store.outbox,
                recipients: [
                  createNotificationsRecipient({
                    id: OWNER_NOTIFICATIONS,
                    notifications: { send },
                    entityRefs: ['group:default/platform'],
                    logger,
                  }),
                ],
                logger,
              }),
          );
          await Promise.all(deliverers.map(deliverer => deliverer.run()));
          return send.mock.calls.map(([{ recipients, payload }]) => [
            recipients.type === 'entity' && recipients.entityRef,
            payload.title,
          ]);
        },
      };
    }

    it('tell each owner once of what is new, and once that nothing is left', async () => {
      const { complete, run } = await setUp();
      const ofBlue = finding('of blue', { owner: blue });
      await complete({
        findings: [
          finding('a'),
          finding('b'),
          ofBlue,
          finding('of nobody', { owner: undefined }),
        ],
      });
      expect(await run()).toEqual([
        [[blue], '1 finding concerns blue'],
        [[red], '2 findings concern red'],
      ]);
      expect(await run()).toEqual([]);

      const known = { state: 'known' as const };
      await complete({
        findings: [finding('a', known), finding('b', known), ofBlue].map(
          each => ({ ...each, ...known }),
        ),
      });
      expect(await run()).toEqual([]);

      await complete({
        findings: [
          finding('a', known),
          finding('b', { state: 'fixed' }),
          { ...ofBlue, state: 'fixed' },
        ],
      });
      expect(await run()).toEqual([
        [[blue], 'No findings concern blue any more'],
        [[red], '1 finding concerns red'],
      ]);
      await complete({ findings: [finding('a', known)] });
      expect(await run()).toEqual([]);
    });

    it('tell of removals, and of those that are held, once', async () => {
      const { complete, run } = await setUp();
      const component = createComponent('a', { owner: 'red' });
      await complete({
        changes: [withoutVersion('removed', component)],
        heldRemovals: [
          {
            entityRef: 'api:default/b',
            kind: 'API',
            owner: blue,
            sourceFile: 'contracts/b.yaml',
            reason: 'More than 20% of the APIs would be removed',
            dependents: [],
            dependentCount: 0,
          },
        ],
      });
      expect(await run()).toEqual([
        [[blue], '1 removal of what blue owns is held back'],
        [[red], '1 entity of red was removed from the catalog'],
      ]);
      await complete();
      expect(await run()).toEqual([]);
    });

    it('tell nothing of dry runs, nor of failed syncs, which know nothing of what is fixed', async () => {
      const { complete, run } = await setUp();
      await complete({ findings: [finding('a')] });
      await run();
      await complete({ record: { dryRun: true, startTime } });
      await complete({
        record: { status: 'FAILURE', startTime },
        findings: [finding('offline', { owner: undefined, code: 'NETWORK' })],
      });
      expect(await run()).toEqual([]);
    });

    it('tell of what a sync has changed, which the next one does not find, without taking it back', async () => {
      const { complete, run } = await setUp();
      await complete({
        findings: [finding('breaks', { code: 'BREAKING_CHANGE' })],
      });
      expect(await run()).toEqual([[[red], '1 finding concerns red']]);
      await complete();
      expect(await run()).toEqual([]);
    });

    it('tell of what is known already when they are switched on, or when it gets another owner', async () => {
      const { complete, announceAll, run } = await setUp();
      await complete({ findings: [finding('a')] });
      await announceAll(false);
      const known = { state: 'known' as const };
      await complete({ findings: [finding('a', known)] });
      expect(await run()).toEqual([[[red], '1 finding concerns red']]);
      await complete({ findings: [finding('a', { ...known, owner: blue })] });
      expect(await run()).toEqual([
        [[blue], '1 finding concerns blue'],
        [[red], 'No findings concern red any more'],
      ]);
    });

    it('reach a thousand owners', async () => {
      const { complete, run } = await setUp();
      const owners = Array.from(
        { length: 1_000 },
        (_, index) => `group:default/squad-${index}`,
      );
      await complete({
        findings: owners.map(owner => finding(`of ${owner}`, { owner })),
      });
      const told = await run();
      expect(told.map(([[owner]]: any) => owner).sort()).toEqual(
        [...owners].sort(),
      );
    });
  },
);
