import { SyncFindingError } from '@internal/plugin-static-data-model';
import { badAnswer, fetchFailure } from '../sourceFailures';

/** A file in an archive, or a symbolic link, which has no content. */
export interface ArchiveFile {
  /** From the root of the repository. */
  path: string;
  /** Bytes. */
  size: number;
}

/**
 * Called with each file before its content is unpacked; gives what takes the content, or nothing. What
 * it throws ends the unpacking.
 */
export type OnArchiveFile = (
  file: ArchiveFile,
) => ((content: Buffer) => void) | undefined;

export function notAnArchive(
  problem: string,
  cause?: unknown,
): SyncFindingError {
  return badAnswer(
    `The archive of the source cannot be unpacked: ${problem}`,
    cause,
  );
}

/** @param maxSize - bytes */
export function archiveTooLarge(maxSize: number): SyncFindingError {
  return fetchFailure({
    code: 'TOO_LARGE',
    message: `The archive of the source has more than ${
      maxSize / 1024 ** 3
    } GiB, which is the limit`,
    hint: 'Keep the architecture in a repository of its own.',
  });
}

/** Whether these parts of a path lead to somewhere below a folder. */
export function isBelow(segments: string[]): boolean {
  return (
    segments.length > 0 &&
    segments.every(segment => !['', '.', '..'].includes(segment))
  );
}
