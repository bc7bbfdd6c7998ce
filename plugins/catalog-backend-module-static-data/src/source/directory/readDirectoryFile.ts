import { hash } from 'node:crypto';
import { BigIntStats, close, fstat, open, read, stat } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { SourceFile } from '@internal/plugin-static-data-model';

// Not from 'node:fs/promises': with tens of thousands of files, opening, closing and asking for
// stats is most of the work, and a file handle costs a third more than a descriptor.
const openFile = promisify(open);
const statFile = promisify(stat);
const statDescriptor = promisify(fstat);
const readFromFile = promisify(read);
const closeFile = promisify(close);

/** Some file systems store times in steps of two seconds. */
const COARSEST_CLOCK_MS = 2_000;

/**
 * Identifies the state of a file, or of the list of names in a folder: every write changes the
 * time of the last change, which nobody can set back. Undefined right after a change, because
 * another one could look the same.
 */
export function toFileStamp(stats: BigIntStats): string | undefined {
  const { dev, ino, size, mtimeNs, ctimeNs, ctimeMs } = stats;
  return Date.now() - Number(ctimeMs) > COARSEST_CLOCK_MS
    ? [dev, ino, size, mtimeNs, ctimeNs].join(' ')
    : undefined;
}

/** The stamp of a file or folder; undefined if it cannot be determined. */
export async function readFileStamp(
  location: string,
): Promise<string | undefined> {
  try {
    return toFileStamp(await statFile(location, { bigint: true }));
  } catch {
    return undefined;
  }
}

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
    const stats = await statDescriptor(descriptor, { bigint: true });
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

/** Adds the hash to a file that was read. */
export function toDirectoryFile(
  file: SourceFile,
  stamp: string | undefined,
): DirectoryFile {
  return { file, hash: hash('sha256', file.content), stamp };
}

/** Reads at once, unless the size has changed meanwhile. */
async function readContent(
  descriptor: number,
  realPath: string,
  size: number,
  signal: AbortSignal,
): Promise<Buffer> {
  // One more byte shows whether the file has grown.
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
