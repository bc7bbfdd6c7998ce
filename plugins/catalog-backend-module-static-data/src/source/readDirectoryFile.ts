import { hash } from 'node:crypto';
import { close, fstat, open, read } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { SourceFile } from '@internal/plugin-static-data-model';
import { toFileStamp } from './fileStamp';

// Of tens of thousands of files, opening and closing is most of the work, and a handle of
// 'node:fs/promises' costs a third more than a descriptor.
const openFile = promisify(open);
const statFile = promisify(fstat);
const readFromFile = promisify(read);
const closeFile = promisify(close);

/**
 * A file of a directory as it was read.
 */
export interface DirectoryFile {
  file: SourceFile;
  /** SHA-256 of the content, in hex. */
  hash: string;
  /** From before the content was read; see {@link toFileStamp}. */
  stamp: string | undefined;
}

/**
 * Reads a file of a directory; of one over the limit only its size.
 *
 * @throws errors of the file system, as they are
 */
export async function readDirectoryFile(
  file: { path: string; realPath: string },
  maxFileSize: number,
  signal: AbortSignal,
): Promise<DirectoryFile> {
  const { path, realPath } = file;
  const descriptor = await openFile(realPath, 'r');
  try {
    const stats = await statFile(descriptor, { bigint: true });
    const stamp = toFileStamp(stats);
    const size = Number(stats.size);
    if (size > maxFileSize) {
      return toDirectoryFile(toTooLarge(path, size), stamp);
    }
    signal.throwIfAborted();
    const content = await readContent(descriptor, realPath, size, signal);
    return toDirectoryFile(
      content.length > maxFileSize
        ? toTooLarge(path, content.length)
        : { path, content, size: content.length, tooLarge: false },
      stamp,
    );
  } finally {
    await closeFile(descriptor);
  }
}

/** Completes what was read of a file. */
export function toDirectoryFile(
  file: SourceFile,
  stamp: string | undefined,
): DirectoryFile {
  return { file, hash: hash('sha256', file.content), stamp };
}

/** Reads in one go, unless the size has changed since it was asked for. */
async function readContent(
  descriptor: number,
  realPath: string,
  size: number,
  signal: AbortSignal,
): Promise<Buffer> {
  // One byte more, to see whether there is more.
  const buffer = Buffer.allocUnsafe(size + 1);
  const { bytesRead } = await readFromFile(
    descriptor,
    buffer,
    0,
    buffer.length,
    0,
  );
  return bytesRead === size
    ? buffer.subarray(0, size)
    : readFile(realPath, { signal });
}

function toTooLarge(path: string, size: number): SourceFile {
  return { path, content: Buffer.alloc(0), size, tooLarge: true };
}
