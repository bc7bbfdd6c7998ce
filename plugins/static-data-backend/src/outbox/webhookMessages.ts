import {
  countChangedEntities,
  HeldRemoval,
  SyncHealth,
  SyncHealthStatus,
  SyncHistoryRecord,
  SyncResult,
  toPageUrl,
  toSyncResult,
  WebhookMessage,
  WebhookEventType,
  WebhookSyncData,
} from '@internal/plugin-static-data-common';
import { ToldSource, toSourcePage } from './ToldSource';

const EVENTS = {
  SUCCESS: 'sync.completed',
  PARTIAL_SUCCESS: 'sync.completed',
  FAILURE: 'sync.failed',
  CANCELLED: 'sync.cancelled',
} satisfies Record<SyncResult, WebhookEventType>;

/** The messages to webhooks about a sync. */
export function toSyncMessages(
  record: SyncHistoryRecord,
  heldRemovals: HeldRemoval[],
  appBaseUrl: string | undefined,
): WebhookMessage[] {
  const timestamp = record.endTime;
  const data = toSyncData(record, appBaseUrl);
  const messages: WebhookMessage[] = [
    {
      type: EVENTS[toSyncResult(record)],
      timestamp,
      data,
    },
  ];
  if (countChangedEntities(record.stats) > 0) {
    messages.push({ type: 'sync.changed', timestamp, data });
  }
  const newlyHeld = heldRemovals.filter(
    ({ heldBySyncId }) => heldBySyncId === record.id,
  ).length;
  if (newlyHeld > 0) {
    messages.push({
      type: 'removals.held',
      timestamp,
      data: {
        syncId: record.id,
        source: record.source,
        newlyHeld,
        held: heldRemovals.filter(({ approvedBy }) => approvedBy === undefined)
          .length,
        link: toPageUrl(appBaseUrl, { syncId: record.id }),
      },
    });
  }
  return messages;
}

/** The message to webhooks about a change of the health status of a source. */
export function toHealthMessage(
  source: ToldSource,
  health: SyncHealth,
  previousStatus: SyncHealthStatus,
  now: Date,
  appBaseUrl: string | undefined,
): WebhookMessage {
  const { status, reasons, consecutiveFailures, dataAsOf } = health;
  return {
    type: 'health.changed',
    timestamp: now.toISOString(),
    data: {
      source: source.id,
      status,
      previousStatus,
      reasons,
      consecutiveFailures,
      dataAsOf,
      link: toPageUrl(appBaseUrl, toSourcePage(source)),
    },
  };
}

function toSyncData(
  record: SyncHistoryRecord,
  appBaseUrl: string | undefined,
): WebhookSyncData {
  const { stats } = record;
  return {
    syncId: record.id,
    source: record.source,
    number: record.number,
    status: record.status,
    cancelledBy: record.cancelledBy,
    syncType: record.syncType,
    startTime: record.startTime,
    endTime: record.endTime,
    durationMs: record.durationMs,
    revision: record.revision,
    totalEntities: stats.totalEntities,
    entitiesAdded: stats.entitiesAdded,
    entitiesUpdated: stats.entitiesUpdated,
    entitiesRemoved: stats.entitiesRemoved,
    removalsHeld: stats.removalsHeld,
    errorCount: record.errorCount,
    warningCount: record.warningCount,
    link: toPageUrl(appBaseUrl, { syncId: record.id }),
  };
}
