import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { quote } from '@internal/plugin-static-data-common';
import { Parser, ReadEntry } from 'tar';
import { pathTooLong } from '../ReadBudget';
import { badAnswer, fetchFailure } from '../sourceFailures';

/**
 * Bytes of everything in an archive, used or not: unpacking more would take minutes of a processor
 * at every sync. No checkout of a repository with an architecture in it is that large.
 */
const MAX_UNPACKED_SIZE = 16 * 1024 ** 3;

/** Bytes of what comes before an entry, such as a long path, which is held in memory. */
const MAX_META_SIZE = 64 * 1024;

/** Bytes that are handed on at once, so that the event loop is free in between. */
const CHUNK_SIZE = 64 * 1024;

/** A file in an archive, or a symbolic link, which has no content. */
export interface ArchiveFile {
  /** From the root of the repository. */
  path: string;
  /** Bytes. */
  size: number;
}

/**
 * Unpacks the `tar.gz` of a repository, in which everything is below one folder, file by file: only
 * one is in memory at a time.
 *
 * @param onFile - called with each file before its content is unpacked; gives what takes the
 * content, or nothing. What it throws ends the unpacking
 * @param onProgress - called whenever something has arrived
 * @throws SyncFindingError for what is no archive, or not a complete one; errors of the stream as
 * they are
 */
export async function unpackArchive(
  archive: NodeJS.ReadableStream,
  options: {
    onFile: (file: ArchiveFile) => ((content: Buffer) => void) | undefined;
    onProgress: () => void;
    signal: AbortSignal;
  },
): Promise<void> {
  const { onFile, onProgress, signal } = options;
  let failure: unknown;
  let root: string | undefined;
  let isComplete = false;
  let unpackedSize = 0;

  const receive = (entry: ReadEntry) => {
    const [first, ...segments] = entry.path.split('/');
    root ??= first;
    if (
      first === '' ||
      first !== root ||
      segments.length === 0 ||
      segments.some(segment => ['', '.', '..'].includes(segment))
    ) {
      throw notAnArchive(`${quote(entry.path)} is not below its folder`);
    }
    const take = onFile({ path: segments.join('/'), size: entry.size });
    if (take) {
      const chunks: Buffer[] = [];
      entry.on('data', chunk => chunks.push(chunk));
      entry.on('end', () => take(Buffer.concat(chunks)));
    }
  };
  const parser = new Parser({
    strict: true,
    // What is unpacked here must not be unpacked again.
    brotli: false,
    zstd: false,
    maxMetaEntrySize: MAX_META_SIZE,
  });
  parser.on('error', error => {
    failure ??= notAnArchive(error.message, error);
  });
  parser.on('eof', () => {
    isComplete = true;
  });
  parser.on('ignoredEntry', entry => {
    if (entry.meta) {
      failure ??= pathTooLong();
    }
  });
  parser.on('entry', entry => {
    try {
      if (!failure && entry.type !== 'Directory') {
        receive(entry);
      }
    } catch (error) {
      failure = error;
    }
    entry.resume();
  });

  await pipeline(
    archive,
    (chunks: AsyncIterable<Buffer>) => checkCompression(chunks, onProgress),
    // In a thread of its own, which the parser would not do.
    createGunzip({ chunkSize: CHUNK_SIZE }),
    async chunks => {
      for await (const chunk of chunks) {
        unpackedSize += chunk.length;
        if (unpackedSize > MAX_UNPACKED_SIZE) {
          throw fetchFailure({
            code: 'TOO_LARGE',
            message: `The archive of the source has more than ${
              MAX_UNPACKED_SIZE / 1024 ** 3
            } GiB, which is the limit`,
            hint: 'Keep the architecture in a repository of its own.',
          });
        }
        // What comes after the end of an archive is padding.
        if (!isComplete) {
          parser.write(chunk);
        }
        if (failure) {
          throw failure;
        }
      }
    },
    { signal },
  );
  if (!isComplete) {
    throw notAnArchive('it ends too early');
  }
}

/** Refuses what was sent in place of an archive, such as the page of a login. */
async function* checkCompression(
  chunks: AsyncIterable<Buffer>,
  onProgress: () => void,
): AsyncIterable<Buffer> {
  let start: Buffer | undefined = Buffer.alloc(0);
  for await (const chunk of chunks) {
    onProgress();
    start &&= Buffer.concat([start, chunk]);
    if (!start) {
      yield chunk;
    } else if (start.length >= 2) {
      if (start[0] !== 0x1f || start[1] !== 0x8b) {
        throw /^\s*</.test(start.toString('latin1'))
          ? badAnswer(
              'In place of the archive of the source, the host sent a web page, such as that of a login',
            )
          : notAnArchive('it is not compressed with gzip');
      }
      yield start;
      start = undefined;
    }
  }
  if (start) {
    throw notAnArchive('it is empty');
  }
}

function notAnArchive(problem: string, cause?: unknown) {
  return badAnswer(
    `The archive of the source cannot be unpacked: ${problem}`,
    cause,
  );
}
