import {
  SYNC_STATUSES,
  SyncHealth,
  SyncHealthStatus,
  WebhookMessage,
} from '@internal/plugin-static-data-common';
import {
  AlertsConfig,
  NewMessage,
  SourceStore,
  StaticDataStore,
  ToldState,
  WebhookConfig,
} from '@internal/plugin-static-data-node';
import { ALERT_NAMES, assessAlerts, describeAlert } from './alerts';
import { NOTIFICATIONS } from './notifications';
import { listOwnerMessages, SyncMessages } from './ownerMessages';
import { ToldSource } from './ToldSource';
import { toHealthMessage, toSyncMessages } from './webhookMessages';

const BATCH_SIZE = 100;

/** Whom to notify of what, and where to read it. */
export interface AnnounceOptions {
  store: StaticDataStore;
  webhooks: WebhookConfig[];
  alerts: AlertsConfig;
  /** Ids of the configured sources. */
  sources: string[];
  getHealth: (source: string) => Promise<SyncHealth>;
  /** Where the app is, for links. */
  appBaseUrl?: string;
}

/**
 * Queues messages about what has happened in the outbox. Several processes may do this at the same
 * time: each message is queued once.
 */
export async function announce(options: AnnounceOptions): Promise<void> {
  try {
    await announceSyncs(options);
  } finally {
    await announceStates(options);
  }
}

async function announceSyncs(options: AnnounceOptions): Promise<void> {
  const { outbox } = options.store;
  let syncIds: string[];
  do {
    syncIds = await outbox.listUnannouncedSyncs(BATCH_SIZE);
    for (const syncId of syncIds) {
      const { messages, told } = await listSyncMessages(options, syncId);
      await outbox.announceSync(syncId, messages, told);
    }
  } while (syncIds.length === BATCH_SIZE);
}

async function listSyncMessages(
  options: AnnounceOptions,
  syncId: string,
): Promise<SyncMessages> {
  const { store, webhooks, alerts, appBaseUrl } = options;
  const record =
    webhooks.length > 0 || alerts.owners
      ? await store.history.get(syncId)
      : undefined;
  if (!record) {
    return { messages: [], told: [] };
  }
  const heldRemovals =
    record.stats.removalsHeld > 0
      ? await store.ofSource(record.source).heldRemovals.list()
      : [];
  const ofOwners = alerts.owners
    ? await listOwnerMessages(
        store,
        record,
        heldRemovals,
        options.sources.length === 1,
      )
    : undefined;
  return {
    messages: [
      ...toSyncMessages(record, heldRemovals, appBaseUrl).flatMap(message =>
        address(message, syncId, webhooks),
      ),
      ...(ofOwners?.messages ?? []),
    ],
    told: ofOwners?.told ?? [],
  };
}

async function announceStates(options: AnnounceOptions): Promise<void> {
  const { sources, webhooks, alerts } = options;
  const tellsHealth = webhooks.some(({ events }) =>
    events.includes('health.changed'),
  );
  const tellsAlerts = alerts.recipients.entityRefs.length > 0;
  if (!tellsHealth && !tellsAlerts) {
    return;
  }
  for (const id of sources) {
    await announceStatesOf({ id, isOnlyOne: sources.length === 1 }, options, {
      tellsHealth,
      tellsAlerts,
    });
  }
}

async function announceStatesOf(
  source: ToldSource,
  options: AnnounceOptions,
  { tellsHealth, tellsAlerts }: { tellsHealth: boolean; tellsAlerts: boolean },
): Promise<void> {
  const { store, webhooks, getHealth, appBaseUrl } = options;
  // In this order, so that the health is never older than the state it is compared with.
  const [toldHealth, ...toldAlerts] = await Promise.all(
    ['health', ...ALERT_NAMES].map(name =>
      store.outbox.getTold(source.id, name),
    ),
  );
  const health = await getHealth(source.id);
  if (tellsHealth && health.status !== toldHealth.value) {
    // The first status that is told is not a change.
    const previous = toldHealth.value as SyncHealthStatus | undefined;
    const message =
      previous &&
      toHealthMessage(source, health, previous, new Date(), appBaseUrl);
    const eventId = await toEventId(store.ofSource(source.id), toldHealth);
    await store.outbox.tell(
      toldHealth,
      health.status,
      message ? address(message, eventId, webhooks) : [],
    );
  }
  if (tellsAlerts) {
    await announceAlerts(source, options, toldAlerts, health);
  }
}

async function announceAlerts(
  source: ToldSource,
  { store, alerts }: AnnounceOptions,
  toldAlerts: ToldState[],
  health: SyncHealth,
): Promise<void> {
  const stored = store.ofSource(source.id);
  const [heldRemovals, problems, latest, { pin }] = await Promise.all([
    stored.heldRemovals.countUnapproved(),
    stored.confirmations.summarizeProblems(),
    // A cancelled one is not what people are told of.
    stored.history.list({
      dryRun: false,
      status: [...SYNC_STATUSES],
      limit: 1,
    }),
    stored.steering.get(),
  ]);
  const now = new Date();
  const context = {
    source,
    health,
    heldRemovals,
    problems,
    pin,
    now,
    latestSync: latest.records.at(0),
  };
  const holds = assessAlerts(context, alerts.consecutiveFailures);
  for (const [i, name] of ALERT_NAMES.entries()) {
    const told = toldAlerts[i];
    if (holds[name] !== (told.value === 'open')) {
      await store.outbox.tell(told, holds[name] ? 'open' : 'closed', [
        {
          recipient: NOTIFICATIONS,
          eventId: await toEventId(stored, told),
          type: name,
          payload: describeAlert(name, holds[name], context),
        },
      ]);
    }
  }
}

/** Several sources may have been told the same, also those that have had the same id. */
async function toEventId(
  { state }: SourceStore,
  { name, revision }: ToldState,
): Promise<string> {
  return [name, revision, await state.getStoreId()].join(':');
}

/** One message for each webhook that subscribes to its type. */
function address(
  message: WebhookMessage,
  subject: string,
  webhooks: WebhookConfig[],
): NewMessage[] {
  const { type } = message;
  return webhooks
    .filter(({ events }) => events.some(event => event === type))
    .map(({ id }) => ({
      recipient: id,
      eventId: `${type}:${subject}`,
      type,
      payload: message,
    }));
}
