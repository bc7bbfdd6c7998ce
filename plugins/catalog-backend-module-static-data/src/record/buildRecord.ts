import {
  formatPlace,
  RepositoryTiming,
  SyncConfigSnapshot,
  SyncError,
  SyncFinding,
  SyncHistoryRecord,
  SyncStatus,
  SyncStepTiming,
} from '@internal/plugin-static-data-common';
import { SyncBaseline } from '../sync/loadBaseline';
import { SyncOutcome, SyncTrigger } from '../sync/types';
import { toComparedStats, toUnchangedStats } from './syncStats';

/** Errors, warnings and slow repositories that a record keeps of each; the counts are of all. */
const MAX_KEPT = 100;

/** What is known of a sync whatever came of it. */
export interface RecordFrame {
  trigger: SyncTrigger;
  /** ISO 8601, UTC. */
  startTime: string;
  /** ISO 8601, UTC. */
  endTime: string;
  configSnapshot: SyncConfigSnapshot;
  steps: SyncStepTiming[];
}

/** The record of a sync whose pipeline came to its end. */
export function buildRecord(
  frame: RecordFrame,
  outcome: SyncOutcome,
): SyncHistoryRecord {
  const { result, findings, repositories } = outcome;
  return {
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
}

/** The record of a sync that applied nothing: the catalog is as it was. */
export function buildFailureRecord(
  frame: RecordFrame,
  findings: SyncFinding[],
  baseline: Pick<SyncBaseline, 'entityCounts' | 'apiRelationships'>,
): SyncHistoryRecord {
  return {
    ...toFrame(frame),
    status: 'FAILURE',
    stats: toUnchangedStats(baseline.entityCounts, baseline.apiRelationships),
    ...keepFindings(findings),
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
  const duration = ({ fetchMs, parseMs }: RepositoryTiming) =>
    fetchMs + parseMs;
  return [...timings]
    .sort((a, b) => duration(b) - duration(a))
    .slice(0, MAX_KEPT);
}

function toSyncError(finding: SyncFinding): SyncError {
  const { phase, code, message, hint, file, line, entity, stackTrace } =
    finding;
  return {
    error: message,
    phase,
    code,
    hint,
    ...(file && { file }),
    ...(line && { line }),
    ...(entity && { entity }),
    ...(stackTrace && { stackTrace }),
  };
}

function toWarning(finding: SyncFinding): string {
  const { message, file, line } = finding;
  return file ? `${message} (${formatPlace(file, line)})` : message;
}
