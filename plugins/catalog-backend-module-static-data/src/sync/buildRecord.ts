import {
  ApiRelationshipStats,
  SyncConfigSnapshot,
  SyncError,
  SyncFinding,
  SyncHistoryRecord,
  SyncKindStats,
  SyncStats,
  SyncStatus,
  SyncStepTiming,
} from '@internal/plugin-static-data-common';
import { SnapshotEntry } from '@internal/plugin-static-data-node';
import { SyncOutcome, SyncResult, SyncTrigger } from './types';

/** Errors and warnings that a record keeps of each; the counts are of all. */
const MAX_KEPT = 100;

interface RecordFrame {
  trigger: SyncTrigger;
  startTime: string;
  endTime: string;
  configSnapshot: SyncConfigSnapshot;
  steps: SyncStepTiming[];
}

/** The record of a sync whose pipeline came to its end. */
export function buildRecord(
  frame: RecordFrame,
  outcome: SyncOutcome,
): SyncHistoryRecord {
  const { result, findings } = outcome;
  if (result.type === 'unchanged') {
    const { warnings, warningCount, stats } = result.previous;
    return {
      ...toFrame(frame),
      status: 'SUCCESS',
      stats: toUnchangedStats(stats),
      // The same source has the same warnings.
      ...(warnings && { warnings }),
      errorCount: 0,
      warningCount,
      revision: result.revision,
    };
  }
  return {
    ...toFrame(frame),
    status: toStatus(result, findings),
    stats: toStats(result),
    ...keepFindings(findings),
    revision: result.revision,
  };
}

/** The record of a sync that applied nothing: the catalog is as it was. */
export function buildFailureRecord(
  frame: RecordFrame,
  failure: {
    findings: SyncFinding[];
    applied: SnapshotEntry[];
    apiRelationships: ApiRelationshipStats;
  },
): SyncHistoryRecord {
  return {
    ...toFrame(frame),
    status: 'FAILURE',
    stats: toSnapshotStats(failure.applied, failure.apiRelationships),
    ...keepFindings(failure.findings),
  };
}

function toFrame(frame: RecordFrame) {
  const { trigger, startTime, endTime, configSnapshot, steps } = frame;
  return {
    id: trigger.syncId,
    syncType: trigger.syncType,
    startTime,
    endTime,
    durationMs: Math.max(0, Date.parse(endTime) - Date.parse(startTime)),
    ...(trigger.triggeredBy && { triggeredBy: trigger.triggeredBy }),
    configSnapshot: trigger.ref
      ? { ...configSnapshot, branch: trigger.ref }
      : configSnapshot,
    steps,
    dryRun: trigger.dryRun,
  };
}

function toStatus(
  result: Extract<SyncResult, { type: 'compared' }>,
  findings: SyncFinding[],
): SyncStatus {
  const isPartial =
    result.verdict.held.length > 0 ||
    findings.some(finding => finding.severity === 'error');
  return isPartial ? 'PARTIAL_SUCCESS' : 'SUCCESS';
}

function toStats(result: Extract<SyncResult, { type: 'compared' }>): SyncStats {
  const { diff, verdict } = result;
  const kept = [...diff.unchanged, ...diff.retained, ...verdict.held];
  const byType: Record<string, SyncKindStats> = {};
  const count = (
    change: Exclude<keyof SyncKindStats, 'total'>,
    kinds: string[],
  ) => {
    for (const kind of kinds) {
      byType[kind] ??= emptyKindStats();
      byType[kind][change] += 1;
      if (change !== 'removed') {
        byType[kind].total += 1;
      }
    }
  };
  count(
    'added',
    diff.added.map(({ entity }) => entity.kind),
  );
  count(
    'updated',
    diff.updated.map(({ entity }) => entity.kind),
  );
  count(
    'removed',
    verdict.allowed.map(({ kind }) => kind),
  );
  count(
    'unchanged',
    kept.map(({ kind }) => kind),
  );
  return {
    totalEntities: diff.added.length + diff.updated.length + kept.length,
    entitiesAdded: diff.added.length,
    entitiesUpdated: diff.updated.length,
    entitiesRemoved: verdict.allowed.length,
    entitiesUnchanged: kept.length,
    entitiesRetained: diff.retained.length,
    removalsHeld: verdict.held.length,
    byType,
    apiRelationships: result.apiRelationships,
  };
}

function toUnchangedStats(previous: SyncStats): SyncStats {
  const byType = Object.fromEntries(
    Object.entries(previous.byType)
      .filter(([, { total }]) => total > 0)
      .map(([kind, { total }]) => [
        kind,
        { ...emptyKindStats(), unchanged: total, total },
      ]),
  );
  return {
    totalEntities: previous.totalEntities,
    entitiesAdded: 0,
    entitiesUpdated: 0,
    entitiesRemoved: 0,
    entitiesUnchanged: previous.totalEntities,
    entitiesRetained: 0,
    removalsHeld: 0,
    byType,
    apiRelationships: previous.apiRelationships,
  };
}

function toSnapshotStats(
  applied: SnapshotEntry[],
  apiRelationships: ApiRelationshipStats,
): SyncStats {
  const byType: Record<string, SyncKindStats> = {};
  for (const { kind } of applied) {
    byType[kind] ??= emptyKindStats();
    byType[kind].unchanged += 1;
    byType[kind].total += 1;
  }
  return {
    totalEntities: applied.length,
    entitiesAdded: 0,
    entitiesUpdated: 0,
    entitiesRemoved: 0,
    entitiesUnchanged: applied.length,
    entitiesRetained: 0,
    removalsHeld: 0,
    byType,
    apiRelationships,
  };
}

function emptyKindStats(): SyncKindStats {
  return { added: 0, updated: 0, removed: 0, unchanged: 0, total: 0 };
}

function keepFindings(findings: SyncFinding[]) {
  const errors = findings.filter(finding => finding.severity === 'error');
  const warnings = findings.filter(finding => finding.severity === 'warning');
  return {
    ...(errors.length > 0 && {
      errors: errors.slice(0, MAX_KEPT).map(toSyncError),
    }),
    ...(warnings.length > 0 && {
      warnings: warnings.slice(0, MAX_KEPT).map(toWarning),
    }),
    errorCount: errors.length,
    warningCount: warnings.length,
  };
}

function toSyncError(finding: SyncFinding): SyncError {
  const { severity, message, ...rest } = finding;
  return { error: message, ...rest };
}

function toWarning(finding: SyncFinding): string {
  const { message, file, line } = finding;
  if (!file) {
    return message;
  }
  return `${message} (${file}${line ? `:${line}` : ''})`;
}
