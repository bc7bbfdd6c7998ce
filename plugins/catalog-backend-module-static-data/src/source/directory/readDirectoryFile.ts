import { hash } from 'node:crypto';
import {
  BigIntStats,
  close,
  closeSync,
  createReadStream,
  fstat,
  fstatSync,
  open,
  openSync,
  read,
  readSync,
  stat,
} from 'node:fs';
import { buffer as readStream } from 'node:stream/consumers';
import { promisify } from 'node:util';

// Not from 'node:fs/promises': with tens of thousands of files, opening, closing and asking for
// stats is most of the work, and a file handle costs a third more than a descriptor.
const statFile = promisify(stat);

/** How files are opened, read and closed. */
export interface FileCalls {
  open(path: string): number | Promise<number>;
  stat(descriptor: number): BigIntStats | Promise<BigIntStats>;
  /** Fills a buffer from the start of the file on. @returns bytes */
  read(descriptor: number, buffer: Buffer): number | Promise<number>;
  close(descriptor: number): void | Promise<void>;
}

const openFile = promisify(open);
const statDescriptor = promisify(fstat);
const readFromFile = promisify(read);

/** While other work goes on. */
export const BESIDE_OTHER_WORK: FileCalls = {
  open: path => openFile(path, 'r'),
  stat: descriptor => statDescriptor(descriptor, { bigint: true }),
  read: async (descriptor, buffer) =>
    (await readFromFile(descriptor, buffer, 0, buffer.length, 0)).bytesRead,
  close: promisify(close),
};

/** While nothing else goes on: for small files, the way to another thread and back is most of the work. */
export const AT_ONCE: FileCalls = {
  open: path => openSync(path, 'r'),
  stat: descriptor => fstatSync(descriptor, { bigint: true }),
  read: (descriptor, buffer) =>
    readSync(descriptor, buffer, 0, buffer.length, 0),
  close: closeSync,
};

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
  /** Bytes. */
  size: number;
  /** Undefined for a file over the limit. */
  content: Buffer | undefined;
  /** SHA-256 of the content, in hex. */
  hash: string;
  /** From before the content was read; see {@link toFileStamp}. */
  stamp: string | undefined;
}

/**
 * Reads a file of a directory; of one over the limit only its size.
 *
 * @param options.onSize - called with the size before the content is read; what it throws ends the
 * read
 * @param options.yieldWhenDue - awaited before memory is taken for the content, and before it is hashed
 * @throws errors of the file system, as they are
 */
export async function readDirectoryFile(
  realPath: string,
  options: {
    maxFileSize: number;
    onSize?: (size: number) => void;
    yieldWhenDue: () => Promise<void>;
    signal: AbortSignal;
    calls: FileCalls;
  },
): Promise<DirectoryFile> {
  const { maxFileSize, onSize, yieldWhenDue, signal, calls } = options;
  const descriptor = await calls.open(realPath);
  try {
    const stats = await calls.stat(descriptor);
    const stamp = toFileStamp(stats);
    const size = Number(stats.size);
    if (size > maxFileSize) {
      const content = undefined;
      return { size, content, hash: hash('sha256', ''), stamp };
    }
    onSize?.(size);
    await yieldWhenDue();
    signal.throwIfAborted();
    const content = await readContent(descriptor, size, {
      maxFileSize,
      calls,
    });
    const isTooLarge = content.length > maxFileSize;
    await yieldWhenDue();
    return {
      size: content.length,
      content: isTooLarge ? undefined : content,
      hash: hash('sha256', isTooLarge ? '' : content),
      stamp,
    };
  } finally {
    await calls.close(descriptor);
  }
}

/** Reads at once, unless the size has changed meanwhile; of a file over the limit one byte more than that. */
async function readContent(
  descriptor: number,
  size: number,
  { maxFileSize, calls }: { maxFileSize: number; calls: FileCalls },
): Promise<Buffer> {
  // One more byte shows whether the file has grown.
  const buffer = Buffer.allocUnsafe(size + 1);
  const bytesRead = await calls.read(descriptor, buffer);
  return bytesRead === size
    ? buffer.subarray(0, size)
    : readStream(
        createReadStream('', {
          fd: descriptor,
          autoClose: false,
          start: 0,
          end: maxFileSize,
        }),
      );
}
