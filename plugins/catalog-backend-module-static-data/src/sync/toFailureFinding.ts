import { toError } from '@backstage/errors';
import {
  SyncFinding,
  SyncFindingPhase,
  SyncPhase,
} from '@internal/plugin-static-data-common';
import { SyncFindingError } from '@internal/plugin-static-data-model';
import { ExpiredLease, StoreError } from '@internal/plugin-static-data-node';

/** Findings know four phases; comparing belongs to the transformation. */
function toPhase(phase: SyncPhase): SyncFindingPhase {
  return phase === 'DIFF' ? 'TRANSFORM' : phase;
}

/** The error on the record of a sync that threw. */
export function toFailureFinding(
  error: unknown,
  phase: SyncPhase,
  signal: AbortSignal,
): SyncFinding {
  if (signal.aborted && signal.reason instanceof SyncFindingError) {
    const finding = { ...signal.reason.finding, phase: toPhase(phase) };
    return phase === 'CATALOG_APPLY'
      ? {
          ...finding,
          message: `${finding.message} while it sent its changes to the catalog, which may have taken them or not`,
          hint: `${finding.hint} The next sync looks at what the catalog has, sends the rest, and records the changes.`,
        }
      : finding;
  }
  if (error instanceof SyncFindingError) {
    return error.finding;
  }
  const { message, stack } = toError(error);
  const failure = {
    severity: 'error',
    phase: toPhase(phase),
    message,
  } as const;
  return error instanceof StoreError
    ? {
        ...failure,
        code: 'STORE',
        hint: 'Check the database of the static-data plugin. The next sync starts over.',
        // The text of a StoreError says more than its message, which everybody may read.
        stackTrace: stack && `${error}\n${stack}`,
      }
    : {
        ...failure,
        code: 'INTERNAL',
        hint: 'This is unexpected. Check the log of the backend, and report it with the stack trace.',
        stackTrace: stack,
      };
}

/** The error on the record of a sync whose process died. */
export function toInterruptedFinding(expired: ExpiredLease): SyncFinding {
  return {
    severity: 'error',
    phase: toPhase(expired.phase),
    code: 'INTERRUPTED',
    message: `The process that ran the sync died in phase ${expired.phase}, some time after ${expired.lastHeartbeat}`,
    hint: 'Find out why the backend stopped. The next sync starts over and finds the same changes again.',
  };
}
