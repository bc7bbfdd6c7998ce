import { SyncFinding } from '@internal/plugin-static-data-common';
import { CompletedSync } from '@internal/plugin-static-data-node';
import { SyncBaseline } from '../sync/loadBaseline';
import { SyncOutcome } from '../sync/types';
import { buildFailureRecord, buildRecord, RecordFrame } from './buildRecord';
import { classifyFindings } from './classifyFindings';

/** Everything that a sync leaves behind whose pipeline came to its end, but its log. */
export function completeSync(
  frame: RecordFrame,
  outcome: SyncOutcome,
  baseline: SyncBaseline,
): CompletedSync {
  return {
    record: buildRecord(frame, outcome),
    changes: outcome.changes,
    findings: classifyFindings(outcome.findings, baseline.openFindings, {
      fixesBaseline: true,
    }),
    logs: [],
    applied: outcome.applied,
  };
}

/** Everything that a sync leaves behind that applied nothing, but its log. */
export function completeFailedSync(
  frame: RecordFrame,
  findings: SyncFinding[],
  baseline: SyncBaseline,
): CompletedSync {
  return {
    record: buildFailureRecord(frame, findings, baseline),
    changes: [],
    // A failed sync did not look at everything, so it cannot tell what is fixed.
    findings: classifyFindings(findings, baseline.openFindings, {
      fixesBaseline: false,
    }),
    logs: [],
  };
}
