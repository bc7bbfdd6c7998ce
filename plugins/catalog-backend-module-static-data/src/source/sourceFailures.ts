import { SyncFinding } from '@internal/plugin-static-data-common';
import {
  MAX_BUILD_FILE_SIZE,
  SyncFindingError,
} from '@internal/plugin-static-data-model';

export function fetchFailure(
  finding: Omit<SyncFinding, 'severity' | 'phase'>,
  cause?: unknown,
): SyncFindingError {
  return new SyncFindingError({ phase: 'FETCH', ...finding }, cause);
}

/**
 * What is at a revision cannot be used, however often it is read: the failure lies in its content
 * alone, and in the configuration.
 */
export class UnusableRevisionError extends SyncFindingError {
  constructor(readonly revision: string, { finding, cause }: SyncFindingError) {
    super(finding, cause);
  }
}

/** A read that was aborted before it was complete. */
export function abortFailure(
  subject: string,
  signal: AbortSignal,
): SyncFindingError {
  // Whoever aborts a sync gives the reason.
  if (signal.reason instanceof SyncFindingError) {
    return signal.reason;
  }
  return fetchFailure({
    code: 'TIMEOUT',
    message: `The sync ran out of time while it was reading ${subject}`,
    hint: `Check the connection to the source, or give a sync more time with 'staticData.schedule.timeout'.`,
  });
}

/** The host leads from the name of the source's repository to another one. */
export function renamedSource(
  repository: string,
  renamedTo: string,
): SyncFinding {
  return {
    severity: 'warning',
    phase: 'FETCH',
    code: 'RENAMED_REPOSITORY',
    message: `The source names ${repository}, which is called ${renamedTo} now`,
    hint: `Write ${renamedTo} in the configuration of the source. The host leads from the old name to the new one, but only until another repository has the old name.`,
  };
}

/** @param file - path in the repository */
export function buildFileTooLarge(file: string): SyncFindingError {
  return fetchFailure({
    code: 'TOO_LARGE',
    message: `${file} has more than ${MAX_BUILD_FILE_SIZE} bytes`,
    hint: 'Make the file smaller; a build file of this size is probably a mistake.',
    file,
  });
}

/** What a host sent is not what was asked for, or not all of it. */
export function badAnswer(problem: string, cause?: unknown): SyncFindingError {
  return fetchFailure(
    {
      code: 'NETWORK',
      message: problem,
      hint: 'Check what is between the backend and the host, such as a proxy that asks to sign in. The next sync tries again.',
    },
    cause,
  );
}

export function emptySource(subject: string): SyncFindingError {
  return fetchFailure({
    code: 'EMPTY_SOURCE',
    message: `There is nothing to synchronise in ${subject}`,
    hint: `Check 'staticData.files' and the branch: the source has none of the configured files and no contracts.`,
  });
}

export function notAFolder(path: string): SyncFindingError {
  return fetchFailure({
    code: 'NOT_FOUND',
    message: `${path} is a file or a symbolic link, where a folder is expected`,
    hint: 'Replace it with a real folder: symbolic links are not followed in a repository, or out of the source directory.',
    file: path,
  });
}
