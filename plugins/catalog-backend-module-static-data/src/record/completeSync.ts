import {
  ApiRelationshipStats,
  formatPlace,
  RepositoryTiming,
  SyncCommit,
  SyncConfigSnapshot,
  SyncError,
  SyncFinding,
  SyncHistoryRecord,
  SyncKindStats,
  SyncStats,
  SyncStatus,
  SyncPhaseTiming,
  SyncType,
} from '@internal/plugin-static-data-common';
import {
  ChangeToRecord,
  GuardVerdict,
  HashedEntity,
  SnapshotDiff,
  SnapshotEntry,
} from '@internal/plugin-static-data-model';
import { CompletedSync } from '@internal/plugin-static-data-node';
import { classifyFindings } from './classifyFindings';
import { SyncBaseline } from './loadBaseline';

/** How many errors, warnings and slow repositories a record keeps; its counts include all. */
const MAX_KEPT = 100;

/** Why a sync runs, and on whose behalf. */
export interface SyncTrigger {
  syncId: string;
  syncType: SyncType;
  triggeredBy?: string;
  /** Computes changes without applying them. */
  dryRun: boolean;
  /** Branch, tag or commit to preview. */
  ref?: string;
  /** The pushed commit, if a push triggered the sync. */
  commit?: string;
}

/** The version of the source that was read. */
export interface SourceVersion {
  revision: string;
  /** Undefined where the source has no commits, or cannot be asked. */
  commit?: SyncCommit;
}

/** What a completed pipeline run hands over to be recorded. */
export interface SyncOutcome {
  result: SourceVersion &
    (
      | {
          /** The source is what it was when it was last applied without errors. */
          type: 'unchanged';
          previousStats: SyncStats;
        }
      | ({ type: 'compared' } & Comparison)
    );
  findings: SyncFinding[];
  changes: ChangeToRecord[];
  /** How long the build file of each repository took. */
  repositories: RepositoryTiming[];
  /** Undefined for a dry run. */
  applied?: CompletedSync['applied'];
}

interface Comparison {
  diff: SnapshotDiff;
  verdict: GuardVerdict;
  apiRelationships: ApiRelationshipStats;
}

const NO_ENTITIES: SyncKindStats = {
  added: 0,
  updated: 0,
  removed: 0,
  unchanged: 0,
  retained: 0,
  held: 0,
  total: 0,
};

/** What is known of a sync whatever its outcome. */
export interface RecordFrame {
  trigger: SyncTrigger;
  /** ISO 8601, UTC. */
  startTime: string;
  /** ISO 8601, UTC. */
  endTime: string;
  configSnapshot: SyncConfigSnapshot;
  phases: SyncPhaseTiming[];
}

/** Everything to store of a sync whose pipeline completed, except its log. */
export function completeSync(
  frame: RecordFrame,
  outcome: SyncOutcome,
  baseline: SyncBaseline,
): CompletedSync {
  const { result, findings, changes, repositories, applied } = outcome;
  const record: SyncHistoryRecord = {
    ...toFrame(frame),
    status: toStatus(outcome),
    stats:
      result.type === 'compared'
        ? toComparedStats(result)
        : toUnchangedStats(
            Object.entries(result.previousStats.byType).map(
              ([kind, { total }]) => [kind, total],
            ),
            result.previousStats.apiRelationships,
          ),
    ...keepFindings(findings),
    revision: result.revision,
    ...(result.commit && { commit: result.commit }),
    ...(repositories.length > 0 && {
      repositories: {
        count: repositories.length,
        slowest: findSlowest(repositories),
      },
    }),
  };
  return {
    record,
    changes,
    findings: classifyFindings(findings, baseline.openFindings, {
      fixesBaseline: true,
    }),
    logs: [],
    applied,
  };
}

/** Everything to store of a sync that applied nothing, except its log. */
export function completeFailedSync(
  frame: RecordFrame,
  failure: SyncFinding,
  baseline: SyncBaseline,
): CompletedSync {
  return {
    record: {
      ...toFrame(frame),
      status: 'FAILURE',
      stats: toUnchangedStats(baseline.entityCounts, baseline.apiRelationships),
      ...keepFindings([failure]),
    },
    changes: [],
    // A failed sync has not looked at everything, so it cannot tell what is fixed.
    findings: classifyFindings([failure], baseline.openFindings, {
      fixesBaseline: false,
    }),
    logs: [],
  };
}

function toFrame(frame: RecordFrame) {
  const { trigger, startTime, endTime, configSnapshot, phases } = frame;
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
    phases,
    dryRun: trigger.dryRun,
  };
}

/** Counts of a sync that compared the source with the snapshot. */
function toComparedStats({
  diff,
  verdict,
  apiRelationships,
}: Comparison): SyncStats {
  const byType: SyncStats['byType'] = {};
  const count = (
    items: Array<HashedEntity | SnapshotEntry>,
    ...counters: Array<keyof SyncKindStats>
  ) => {
    for (const item of items) {
      const kind = 'entity' in item ? item.entity.kind : item.kind;
      byType[kind] ??= { ...NO_ENTITIES };
      for (const counter of counters) {
        byType[kind][counter] += 1;
      }
    }
  };
  count(diff.added, 'added', 'total');
  count(diff.updated, 'updated', 'total');
  count(verdict.allowed, 'removed');
  count(diff.unchanged, 'unchanged', 'total');
  count(diff.retained, 'unchanged', 'retained', 'total');
  count(verdict.held, 'unchanged', 'held', 'total');
  return toStats(byType, apiRelationships);
}

/** Counts of a sync that changed nothing, from the number of entities of every kind. */
function toUnchangedStats(
  entityCounts: Iterable<[kind: string, count: number]>,
  apiRelationships: ApiRelationshipStats,
): SyncStats {
  const byType = Object.fromEntries(
    [...entityCounts]
      .filter(([, total]) => total > 0)
      .map(([kind, total]) => [
        kind,
        { ...NO_ENTITIES, unchanged: total, total },
      ]),
  );
  return toStats(byType, apiRelationships);
}

function toStats(
  byType: SyncStats['byType'],
  apiRelationships: ApiRelationshipStats,
): SyncStats {
  const sumOf = (counter: keyof SyncKindStats) =>
    Object.values(byType).reduce((sum, counts) => sum + counts[counter], 0);
  return {
    totalEntities: sumOf('total'),
    entitiesAdded: sumOf('added'),
    entitiesUpdated: sumOf('updated'),
    entitiesRemoved: sumOf('removed'),
    entitiesUnchanged: sumOf('unchanged'),
    entitiesRetained: sumOf('retained'),
    removalsHeld: sumOf('held'),
    byType,
    apiRelationships,
  };
}

function toStatus({ result, findings }: SyncOutcome): SyncStatus {
  const isPartial =
    (result.type === 'compared' && result.verdict.held.length > 0) ||
    findings.some(finding => finding.severity === 'error');
  return isPartial ? 'PARTIAL_SUCCESS' : 'SUCCESS';
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

function findSlowest(timings: RepositoryTiming[]): RepositoryTiming[] {
  return [...timings]
    .sort((a, b) => b.fetchMs + b.parseMs - a.fetchMs - a.parseMs)
    .slice(0, MAX_KEPT);
}

function toSyncError(finding: SyncFinding): SyncError {
  const { message, phase, code, hint, file, line, entity, stackTrace } =
    finding;
  return { error: message, phase, code, hint, file, line, entity, stackTrace };
}

function toWarning({ message, file, line }: SyncFinding): string {
  return file ? `${message} (${formatPlace(file, line)})` : message;
}
