import { JsonObject } from '@backstage/types';
import { added, createComponent } from './changes';
import { createAppliedSync } from './createCompletedSync';
import { TestStore } from './createTestStore';

const REFRESH = 'staticData.sync.refresh';
const OVERRIDE = 'staticData.sync.override';

const RUNNING_ID = '019a2b3c-0000-7000-8000-000000000001';
/** The latest sync of each source. */
const LATEST = {
  core: '019a2b3c-0000-7000-8000-000000000002',
  files: '019a2b3c-0000-7000-8000-000000000003',
  legal: '019a2b3c-0000-7000-8000-000000000004',
};
const COMMIT = 'a'.repeat(40);
const HELD = 'api:default/refunds';

const triggeredBy = 'user:default/somebody-else';
const reason = 'Incident 42';

/** `core` is a repository, `files` a directory. */
export const STEERED_CONFIG = {
  sources: {
    core: { github: { repo: 'acme/architecture', branch: 'main' } },
    files: { directory: 'files' },
  },
  limits: { maxQueuedDryRuns: 1 },
};

/** Something that people do to the syncs of a source, and what the audit log has of it. */
export interface SteeringAct {
  event: string;
  severity: 'medium' | 'high';
  permission: string;
  /** Makes it possible. */
  prepare?(store: TestStore): Promise<unknown>;
  /** Makes it impossible, instead. */
  hinder(store: TestStore): Promise<unknown>;
  request: { path: string; body?: JsonObject };
  /** The action that does the same, if there is one. */
  action?: { name: string; input: JsonObject };
  /** What the log says that it is about, before anything is read. */
  named: JsonObject;
  /** What it says when that is known. */
  about: JsonObject;
  /** What it says besides when it is done. */
  done: JsonObject;
}

const heldRemoval = {
  entityRef: HELD,
  kind: 'API',
  sourceFile: 'contracts/refunds.yaml',
  reason: '2 of 4 APIs would go',
  dependents: [],
  dependentCount: 0,
};

/** A source that has left the configuration, `legal`, and what the syncs of all three have left behind. */
export async function seedSteered(store: TestStore): Promise<void> {
  const startTime = '2026-01-01T00:00:00.000Z';
  for (const [source, id] of Object.entries(LATEST)) {
    await store.ofSource(source).complete(
      createAppliedSync({
        record: {
          id,
          source,
          startTime,
          revision: COMMIT,
          configSnapshot: { repository: 'acme/architecture', branch: 'main' },
        },
        changes: [added(createComponent(source))],
        heldRemovals: source === 'core' ? [heldRemoval] : [],
      }),
    );
  }
}

/** All that the acts could change. */
export async function readEffects({ all, ofSource }: TestStore) {
  const ofEach = Object.keys(LATEST).map(async id => {
    const { steering, heldRemovals, releaseRequests } = ofSource(id);
    return [
      (await steering.list({ limit: 9 })).acts,
      await heldRemovals.list(),
      await releaseRequests.peek(),
    ];
  });
  return {
    sources: await Promise.all(ofEach),
    requests: await all.refreshRequests.count(),
    cancelledBy: (await all.lease.find(RUNNING_ID))?.cancelledBy,
  };
}

/** What somebody lacks who may only read, and who may start syncs, but not do this. */
export function lackingOf({ permission }: SteeringAct): string[][] {
  return permission === OVERRIDE
    ? [[REFRESH, OVERRIDE], [OVERRIDE]]
    : [[REFRESH, OVERRIDE]];
}

/** The permissions that it does not need. */
export function othersThan({ permission }: SteeringAct): string[] {
  return permission === REFRESH ? [OVERRIDE] : [];
}

const nothing = async () => {};

const pause = ({ ofSource }: TestStore) =>
  ofSource('core').steering.pause({ triggeredBy, reason });

const pin = ({ ofSource }: TestStore) =>
  ofSource('core').steering.pin({ triggeredBy, reason, ref: 'v0' });

const queueDryRun = ({ ofSource }: TestStore) =>
  ofSource('core').refreshRequests.enqueue({
    syncType: 'MANUAL',
    triggeredBy,
    dryRun: true,
    ref: 'other',
  });

const startSync =
  (isSending: boolean) =>
  async ({ ofSource }: TestStore) => {
    const { lease } = ofSource('core');
    await lease.acquire({
      syncId: RUNNING_ID,
      syncType: 'SCHEDULED',
      dryRun: false,
      configSnapshot: { repository: 'acme/architecture', branch: 'main' },
    });
    if (isSending) {
      await lease.heartbeat(RUNNING_ID, 'CATALOG_APPLY');
    }
  };

const noLongerHold = ({ ofSource }: TestStore) =>
  ofSource('core').complete(
    createAppliedSync({
      record: { source: 'core', startTime: '2026-01-02T00:00:00.000Z' },
      heldRemovals: [],
    }),
  );

const release = ({ ofSource }: TestStore) => {
  const { applied, ...sync } = createAppliedSync({
    record: { source: 'legal', startTime: '2026-01-02T00:00:00.000Z' },
  });
  const state = { fullApply: false, release: true };
  return ofSource('legal').complete({
    ...sync,
    applied: { ...applied!, state },
  });
};

const ofCore = { named: { source: 'core' }, about: { source: 'core' } };
const requested = { syncId: expect.any(String) };

const sync = {
  event: 'refresh',
  severity: 'medium' as const,
  permission: REFRESH,
  ...ofCore,
};

export const STEERING_ACTS: Record<string, SteeringAct> = {
  'start a sync': {
    ...sync,
    hinder: pause,
    request: { path: '/refresh', body: { source: 'core' } },
    action: { name: 'refresh', input: { source: 'core', waitSeconds: 0 } },
    done: { ...requested, dryRun: false },
  },
  'send everything again': {
    ...sync,
    hinder: pause,
    request: { path: '/refresh', body: { source: 'core', full: true } },
    action: {
      name: 'refresh',
      input: { source: 'core', full: true, waitSeconds: 0 },
    },
    done: { ...requested, dryRun: false, full: true },
  },
  'preview a ref': {
    ...sync,
    hinder: queueDryRun,
    request: {
      path: '/refresh',
      body: { source: 'core', dryRun: true, ref: 'v1' },
    },
    action: {
      name: 'preview',
      input: { source: 'core', ref: 'v1', waitSeconds: 0 },
    },
    done: { ...requested, dryRun: true, ref: 'v1' },
  },
  'preview the commit of an earlier sync': {
    ...sync,
    hinder: queueDryRun,
    request: {
      path: '/refresh',
      body: { source: 'core', dryRun: true, syncId: LATEST.core },
    },
    action: {
      name: 'preview',
      input: { source: 'core', syncId: LATEST.core, waitSeconds: 0 },
    },
    done: { ...requested, dryRun: true, ref: COMMIT },
  },
  'preview a rebuilt state': {
    ...sync,
    hinder: queueDryRun,
    request: {
      path: '/refresh',
      body: { source: 'files', dryRun: true, syncId: LATEST.files },
    },
    action: {
      name: 'preview',
      input: { source: 'files', syncId: LATEST.files, waitSeconds: 0 },
    },
    named: { source: 'files' },
    about: { source: 'files' },
    done: { ...requested, dryRun: true, stateOf: LATEST.files },
  },
  'run a sync again': {
    event: 'sync-rerun',
    severity: 'medium',
    permission: REFRESH,
    hinder: pause,
    request: { path: `/sync-history/${LATEST.core}/rerun` },
    action: { name: 'rerun-sync', input: { syncId: LATEST.core } },
    named: { syncId: LATEST.core },
    about: { syncId: LATEST.core, source: 'core' },
    done: { ...requested, again: LATEST.core },
  },
  'cancel a sync': {
    event: 'sync-cancel',
    severity: 'medium',
    permission: OVERRIDE,
    prepare: startSync(false),
    hinder: startSync(true),
    request: { path: `/sync-history/${RUNNING_ID}/cancel`, body: { reason } },
    action: { name: 'cancel-sync', input: { syncId: RUNNING_ID, reason } },
    named: { syncId: RUNNING_ID },
    about: { syncId: RUNNING_ID, source: 'core' },
    done: { reason },
  },
  pause: {
    event: 'source-pause',
    severity: 'medium',
    permission: REFRESH,
    hinder: pause,
    request: { path: '/sources/core/pause', body: { reason } },
    action: { name: 'pause-source', input: { source: 'core', reason } },
    ...ofCore,
    done: { reason },
  },
  resume: {
    event: 'source-resume',
    severity: 'medium',
    permission: REFRESH,
    prepare: pause,
    hinder: nothing,
    request: { path: '/sources/core/resume', body: { reason } },
    action: { name: 'resume-source', input: { source: 'core', reason } },
    ...ofCore,
    done: { ...requested, reason },
  },
  pin: {
    event: 'source-pin',
    severity: 'high',
    permission: OVERRIDE,
    hinder: pin,
    request: { path: '/sources/core/pin', body: { ref: 'v1', reason } },
    action: {
      name: 'pin-source',
      input: { source: 'core', ref: 'v1', reason },
    },
    ...ofCore,
    done: { ...requested, ref: 'v1', reason },
  },
  'pin to an earlier state': {
    event: 'source-pin',
    severity: 'high',
    permission: OVERRIDE,
    hinder: pin,
    request: {
      path: '/sources/core/pin',
      body: { syncId: LATEST.core, reason },
    },
    action: {
      name: 'pin-source',
      input: { source: 'core', syncId: LATEST.core, reason },
    },
    ...ofCore,
    done: { ...requested, restored: LATEST.core, reason },
  },
  unpin: {
    event: 'source-unpin',
    severity: 'high',
    permission: OVERRIDE,
    prepare: pin,
    hinder: nothing,
    request: { path: '/sources/core/unpin', body: { reason } },
    action: { name: 'unpin-source', input: { source: 'core', reason } },
    ...ofCore,
    done: { ...requested, reason },
  },
  'release a source': {
    event: 'source-release',
    severity: 'high',
    permission: OVERRIDE,
    hinder: release,
    request: { path: '/sources/legal/release' },
    named: { source: 'legal' },
    about: { source: 'legal' },
    done: requested,
  },
  'approve held removals': {
    event: 'held-removals-approve',
    severity: 'high',
    permission: OVERRIDE,
    hinder: noLongerHold,
    request: { path: '/held-removals/approve', body: { entityRefs: [HELD] } },
    named: {},
    about: { sources: ['core'] },
    done: { count: 1, entityRefs: [HELD] },
  },
};
