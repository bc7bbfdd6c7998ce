import { toError } from '@backstage/errors';
import {
  SyncFinding,
  SyncFindingCode,
  SyncPhase,
  SyncStep,
} from '@internal/plugin-static-data-common';
import { SyncStepError } from '@internal/plugin-static-data-model';
import { ExpiredLease, StoreError } from '@internal/plugin-static-data-node';

/** Findings know four phases; comparing belongs to the transformation. */
function toPhase(step: SyncStep): SyncPhase {
  return step === 'DIFF' ? 'TRANSFORM' : step;
}

/** The error on the record of a sync that threw. */
export function toFailureFinding(
  error: unknown,
  step: SyncStep,
  signal: AbortSignal,
): SyncFinding {
  if (signal.aborted && signal.reason instanceof SyncStepError) {
    return { ...signal.reason.finding, phase: toPhase(step) };
  }
  if (error instanceof SyncStepError) {
    return error.finding;
  }
  const [code, hint]: [SyncFindingCode, string] =
    error instanceof StoreError
      ? [
          'STORE',
          'Check the database of the static-data plugin. The next sync starts over.',
        ]
      : [
          'INTERNAL',
          'This is unexpected. Check the log of the backend, and report it with the stack trace.',
        ];
  const { message, stack } = toError(error);
  // The text of a StoreError says more than its message, which everybody may read.
  const reason = error instanceof StoreError ? `${error}\n` : '';
  return {
    severity: 'error',
    phase: toPhase(step),
    code,
    message,
    hint,
    stackTrace: stack && `${reason}${stack}`,
  };
}

/** The error on the record of a sync whose process died. */
export function toInterruptedFinding(expired: ExpiredLease): SyncFinding {
  return {
    severity: 'error',
    phase: toPhase(expired.step),
    code: 'INTERRUPTED',
    message: `The process that ran the sync died in step ${expired.step}, some time after ${expired.lastHeartbeat}`,
    hint: 'Find out why the backend stopped. The next sync starts over and finds the same changes again.',
  };
}
