import {
  ApiRelationshipStats,
  formatPlace,
  MAX_RECORDED_LENGTH,
  RepositoryPush,
  RepositoryTiming,
  SyncCommit,
  SyncError,
  SyncFinding,
  SyncHistoryRecord,
  SyncKindStats,
  SyncStats,
} from '@internal/plugin-static-data-common';
import {
  countOf,
  GuardVerdict,
  HashedEntity,
  SnapshotDiff,
  SnapshotEntry,
} from '@internal/plugin-static-data-model';
import {
  CompletedSync,
  LeaseRequest,
  RefreshRequest,
} from '@internal/plugin-static-data-node';
import sumBy from 'lodash/sumBy';
import { classifyFindings } from './classifyFindings';
import { SyncBaseline } from './loadBaseline';

/** How many errors, warnings and slow repositories a record keeps; its counts include all. */
const MAX_KEPT = 100;

/** How many pushes a record names; the log names all. */
const MAX_PUSHES = 20;

/** Why a sync runs, and on whose behalf. */
export type SyncTrigger = Omit<LeaseRequest, 'configSnapshot'> &
  Pick<RefreshRequest, 'ref' | 'stateOf' | 'commit' | 'full'>;

/** The version of the source that was read. */
export interface SourceVersion {
  revision: string;
  /** Undefined where the source has no commits, or cannot be asked. */
  commit?: SyncCommit;
}

/** How the source differs from what was last sent to the catalog. */
export interface Comparison {
  diff: SnapshotDiff;
  verdict: GuardVerdict;
  apiRelationships: ApiRelationshipStats;
}

/** What a completed pipeline run hands over to be recorded; `applied` unless it was a dry run. */
export interface SyncOutcome
  extends SourceVersion,
    Pick<CompletedSync, 'changes' | 'adopted' | 'applied'>,
    Pick<SyncHistoryRecord, 'drift'> {
  /** Undefined if the source is what it was when it was last applied without errors. */
  comparison?: Comparison;
  findings: SyncFinding[];
  /** How long the build file of each repository took. */
  repositories: RepositoryTiming[];
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
export interface RecordFrame
  extends Pick<
    SyncHistoryRecord,
    | 'source'
    | 'number'
    | 'startTime'
    | 'endTime'
    | 'configSnapshot'
    | 'phases'
    | 'revision'
    | 'cancelledBy'
  > {
  trigger: SyncTrigger;
}

/** As many pushes as a record, or a lease, names. */
export function firstPushes(pushes: RepositoryPush[]): RepositoryPush[] {
  return pushes.slice(0, MAX_PUSHES);
}

/** Everything to store of a sync whose pipeline completed, except its log. */
export async function completeSync(
  frame: RecordFrame,
  outcome: SyncOutcome,
  baseline: SyncBaseline,
): Promise<CompletedSync> {
  const { comparison, findings, repositories } = outcome;
  const isPartial =
    (comparison && comparison.verdict.held.length > 0) ||
    findings.some(({ severity }) => severity === 'error');
  const record: SyncHistoryRecord = {
    ...toFrame(frame),
    status: isPartial ? 'PARTIAL_SUCCESS' : 'SUCCESS',
    stats: comparison
      ? toComparedStats(comparison)
      : toUnchangedStats(baseline),
    ...keepFindings(findings),
    revision: outcome.revision,
    ...(outcome.commit && { commit: outcome.commit }),
    ...(outcome.drift && { drift: outcome.drift }),
    ...(repositories.length > 0 && {
      repositories: {
        count: repositories.length,
        slowest: [...repositories]
          .sort((a, b) => b.fetchMs + b.parseMs - a.fetchMs - a.parseMs)
          .slice(0, MAX_KEPT),
      },
    }),
  };
  return {
    record,
    changes: outcome.changes,
    adopted: outcome.adopted,
    findings: await classifyFindings(findings, baseline.openFindings, {
      fixesBaseline: true,
    }),
    logs: [],
    applied: outcome.applied,
  };
}

/** Everything to store of a sync that applied nothing, except its log. */
export async function completeUnappliedSync(
  frame: RecordFrame,
  reason: SyncFinding,
  baseline: SyncBaseline,
): Promise<CompletedSync> {
  const { state, lastApplied } = baseline;
  // Nothing is wrong: what the catalog has stays, and the next sync goes on from there.
  const isPutOff =
    reason.code === 'RATE_LIMIT' &&
    state.revision !== undefined &&
    !frame.trigger.dryRun;
  const revision = frame.revision ?? (isPutOff ? state.revision : undefined);
  return {
    record: {
      ...toFrame(frame),
      status: isPutOff ? 'PARTIAL_SUCCESS' : 'FAILURE',
      ...(frame.cancelledBy !== undefined && {
        cancelledBy: frame.cancelledBy,
      }),
      stats: toUnchangedStats(baseline),
      ...keepFindings([reason]),
      ...(revision !== undefined && { revision }),
      ...(isPutOff && lastApplied?.commit && { commit: lastApplied.commit }),
    },
    changes: [],
    // It has not looked at everything, so it cannot tell what is fixed.
    findings: await classifyFindings([reason], baseline.openFindings, {
      fixesBaseline: false,
    }),
    logs: [],
  };
}

function toFrame(frame: RecordFrame) {
  const { trigger, source, number, startTime, endTime } = frame;
  const { configSnapshot, phases } = frame;
  return {
    id: trigger.syncId,
    source,
    number,
    syncType: trigger.syncType,
    startTime,
    endTime,
    durationMs: Math.max(0, Date.parse(endTime) - Date.parse(startTime)),
    ...(trigger.triggeredBy && { triggeredBy: trigger.triggeredBy }),
    ...(trigger.pushes && { pushes: firstPushes(trigger.pushes) }),
    configSnapshot:
      trigger.dryRun && trigger.ref
        ? { ...configSnapshot, branch: trigger.ref }
        : configSnapshot,
    phases,
    dryRun: trigger.dryRun,
  };
}

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

function toUnchangedStats(baseline: SyncBaseline): SyncStats {
  const byType = Object.fromEntries(
    [...baseline.entityCounts]
      .filter(([, total]) => total > 0)
      .map(([kind, total]) => [
        kind,
        { ...NO_ENTITIES, unchanged: total, total },
      ]),
  );
  return toStats(byType, baseline.apiRelationships);
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

function keepFindings(findings: SyncFinding[]) {
  const errors = findings.filter(finding => finding.severity === 'error');
  const warnings = findings.filter(finding => finding.severity === 'warning');
  return {
    ...(errors.length > 0 && {
      errors: keepFirst(errors).map(toSyncError),
    }),
    ...(warnings.length > 0 && {
      warnings: keepFirst(warnings).map(toWarning),
    }),
    errorCount: sumBy(errors, countOf),
    warningCount: sumBy(warnings, countOf),
  };
}

/** As many as a record has room for, and at least one. */
function keepFirst<T>(items: T[]): T[] {
  let length = 0;
  const end = items.findIndex((item, index) => {
    length += JSON.stringify(item).length;
    return index === MAX_KEPT || (index > 0 && length > MAX_RECORDED_LENGTH);
  });
  return end < 0 ? items : items.slice(0, end);
}

function toSyncError(finding: SyncFinding): SyncError {
  const { message, phase, code, hint, file, line, entity, stackTrace } =
    finding;
  return { error: message, phase, code, hint, file, line, entity, stackTrace };
}

function toWarning({ message, file, line }: SyncFinding): string {
  return file ? `${message} (${formatPlace(file, line)})` : message;
}
