import { MAX_NAME_LENGTH } from '@internal/plugin-static-data-common';
import {
  createYielder,
  limitFindings,
} from '@internal/plugin-static-data-model';
import { Redactor } from '../Redactor';
import { SyncOutcome } from './completeSync';

/**
 * Makes what a pipeline run hands over fit to be recorded, whatever those who made it forgot. Yields
 * to the event loop: a large sync has many texts.
 */
export async function redactOutcome(
  outcome: SyncOutcome,
  redactor: Redactor,
): Promise<SyncOutcome> {
  const yieldWhenDue = createYielder();
  const redactAll = async <T>(items: T[], redact: (item: T) => T) => {
    const redacted: T[] = [];
    for (const item of items) {
      await yieldWhenDue();
      redacted.push(redact(item));
    }
    return redacted;
  };
  const { commit, repositories, applied } = outcome;
  return {
    ...outcome,
    ...(commit && { commit: redactor.redactCommit(commit) }),
    findings: await redactAll(limitFindings(outcome.findings), finding =>
      redactor.redactFinding(finding),
    ),
    repositories: await redactAll(repositories, timing => ({
      ...timing,
      repository: redactor.redact(timing.repository, MAX_NAME_LENGTH),
    })),
    changes: await redactAll(outcome.changes, change =>
      redactor.redactChange(change),
    ),
    ...(applied && {
      applied: {
        ...applied,
        ...(applied.heldRemovals && {
          heldRemovals: await redactAll(applied.heldRemovals, removal => ({
            ...removal,
            ...(removal.provenance && {
              provenance: redactor.redactProvenance(removal.provenance),
            }),
          })),
        }),
      },
    }),
  };
}
