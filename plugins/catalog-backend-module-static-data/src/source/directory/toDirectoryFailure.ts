import { isError, toError } from '@backstage/errors';
import { SyncFinding } from '@internal/plugin-static-data-common';
import { SyncFindingError } from '@internal/plugin-static-data-model';
import { abortFailure, fetchFailure } from '../sourceFailures';

/**
 * Says what an error of the file system means, and what can be done about it.
 *
 * @param directory - root of the source
 * @param path - what was being read, from the root of the source
 */
export function toDirectoryFailure(
  error: unknown,
  directory: string,
  path: string | undefined,
  signal: AbortSignal,
): SyncFindingError {
  if (error instanceof SyncFindingError) {
    return error;
  }
  if (signal.aborted) {
    return abortFailure(directory, signal);
  }
  const code = errorCodeOf(error);
  const subject = path ? `${path} in ${directory}` : directory;
  const fail = (finding: Pick<SyncFinding, 'code' | 'message' | 'hint'>) =>
    fetchFailure({ ...finding, file: path }, error);
  if (code === 'EACCES' || code === 'EPERM') {
    return fail({
      code: 'AUTH',
      message: `The backend is not permitted to read ${subject}`,
      hint: 'Give the user that the backend runs as permission to read it.',
    });
  }
  if (isAbsent(error)) {
    return path
      ? fail({
          code: 'NETWORK',
          message: `${subject} disappeared while the source was being read`,
          hint: 'The directory was changed during the sync. The next sync reads it again.',
        })
      : directoryNotFound(directory, 'does not exist', error);
  }
  return fail({
    code: 'NETWORK',
    message: `Reading ${subject} failed: ${toError(error).message}`,
    hint: 'Check the disk or network share that holds the directory. The next sync tries again.',
  });
}

/** The configured directory cannot be a source. */
export function directoryNotFound(
  directory: string,
  problem: string,
  cause?: unknown,
): SyncFindingError {
  return fetchFailure(
    {
      code: 'NOT_FOUND',
      message: `The directory ${directory} ${problem}`,
      hint: `Check 'directory' in the configuration of the source: it is relative to the directory that the backend was started in.`,
    },
    cause,
  );
}

/** Whether the error says that nothing is at a path, or that a link leads nowhere. */
export function isBrokenLink(error: unknown): boolean {
  return isAbsent(error) || errorCodeOf(error) === 'ELOOP';
}

function isAbsent(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes(errorCodeOf(error) ?? '');
}

function errorCodeOf(error: unknown): string | undefined {
  return isError(error) && typeof error.code === 'string'
    ? error.code
    : undefined;
}
