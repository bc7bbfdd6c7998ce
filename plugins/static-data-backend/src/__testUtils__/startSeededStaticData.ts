import { TestDatabases } from '@backstage/backend-test-utils';
import {
  RecordedFinding,
  STATIC_DATA_REFRESH_TOPIC,
  SyncLogLine,
} from '@internal/plugin-static-data-common';
import { added, createComponent, updated } from './changes';
import { createBranchModule } from './createBranchModule';
import { createAppliedSync, createCompletedSync } from './createCompletedSync';
import { startStaticData } from './startStaticData';

const FINDING: RecordedFinding = {
  severity: 'warning',
  state: 'new',
  phase: 'TRANSFORM',
  code: 'MISSING_OWNER',
  message: 'No squad supports the application',
  hint: 'Name one',
  file: 'data/applications.json',
  line: 3,
  owner: 'group:default/payments-squad',
};

/** Provided by `payment-gateway`, consumed by `order-service`. */
const API = 'payment-core-payment-gateway-api-v2';

const LOG_LINE: SyncLogLine = {
  time: '2026-01-02T00:00:01.000Z',
  level: 'info',
  phase: 'FETCH',
  message: 'Read 12 files',
};

/** Nobody is there; what is sent to it is answered all the same. */
const WEBHOOK = {
  url: 'http://127.0.0.1:1024/hook',
  secret: 'a secret of thirty characters.',
  events: ['sync.failed'],
};

const RUNNING_SYNC_ID = '019a2b3c-0000-7000-8000-000000000001';

/**
 * Starts the plugin with something behind every operation: two syncs with changes of
 * `payment-gateway`, findings, a log, a held removal and a pull request; a sync that runs; a source that has left the
 * configuration; and somebody who runs what is asked for.
 */
export async function startSeededStaticData(
  knex: Awaited<ReturnType<TestDatabases['init']>>,
) {
  const started = await startStaticData({
    knex,
    config: { directory: 'data', webhooks: [WEBHOOK] },
    features: [
      createBranchModule(async () => ({
        status: 200,
        body: { branches: ['main', 'wishlist'], isComplete: true },
      })),
    ],
  });
  const { store, events } = started;
  await store.pullRequests.note({
    number: 12,
    title: 'Add the wish list',
    author: 'octocat',
    url: 'https://github.com/acme/architecture/pull/12',
    state: 'open',
    head: '0123456789abcdef0123456789abcdef01234567',
    headRef: 'wishlist',
    target: 'main',
    isFork: false,
    updatedAt: '2026-01-02T00:00:00.000Z',
  });
  const before = createComponent('payment-gateway', {
    lifecycle: 'production',
    providesApis: [API],
  });
  await store.complete(
    createAppliedSync({
      record: { startTime: '2026-01-01T00:00:00.000Z' },
      changes: [
        added(before),
        added(createComponent('order-service', { consumesApis: [API] })),
      ],
    }),
  );
  await store.complete(
    createAppliedSync({
      record: {
        startTime: '2026-01-02T00:00:00.000Z',
        status: 'PARTIAL_SUCCESS',
      },
      changes: [
        updated(
          before,
          createComponent('payment-gateway', {
            lifecycle: 'deprecated',
            providesApis: [API],
          }),
        ),
      ],
      findings: [FINDING],
      logs: [LOG_LINE],
      heldRemovals: [
        {
          entityRef: 'api:default/orders',
          kind: 'API',
          sourceFile: 'contracts/orders.yaml',
          reason: 'More than 20% of the APIs would be removed',
          dependents: [
            {
              entityRef: 'component:default/payment-gateway',
              field: 'spec.consumesApis',
            },
          ],
          dependentCount: 1,
        },
      ],
    }),
  );
  await store.lease.acquire({
    syncId: RUNNING_SYNC_ID,
    syncType: 'SCHEDULED',
    dryRun: false,
    configSnapshot: { repository: 'data', branch: '-' },
  });
  const retired = store.ofSource('retired');
  await retired.complete(
    createAppliedSync({
      record: { startTime: '2025-12-31T00:00:00.000Z' },
      changes: [added(createComponent('fax-gateway'))],
    }),
  );
  await events.subscribe({
    id: 'runner',
    topics: [STATIC_DATA_REFRESH_TOPIC],
    onEvent: async ({ eventPayload }) => {
      const { syncId } = eventPayload as { syncId: string };
      const isRelease = await retired.releaseRequests.isQueued(syncId);
      await (isRelease ? retired : store).complete(
        createCompletedSync({
          record: {
            id: syncId,
            syncType: 'MANUAL',
            startTime: new Date().toISOString(),
            dryRun: true,
          },
        }),
      );
    },
  });
  return started;
}
