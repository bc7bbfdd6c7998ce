import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { quote } from '@internal/plugin-static-data-common';
import { Parser, ReadEntry } from 'tar';
import { pathTooLong } from '../ReadBudget';
import {
  archiveTooLarge,
  isBelow,
  notAnArchive,
  OnArchiveFile,
} from './ArchiveFile';

/**
 * Bytes of everything in an archive, used or not: unpacking more would take minutes of a processor
 * at every sync. No checkout of a repository with an architecture in it is that large.
 */
const MAX_UNPACKED_SIZE = 16 * 1024 ** 3;

/** Bytes of what comes before an entry, such as a long path, which is held in memory. */
const MAX_META_SIZE = 64 * 1024;

/** Bytes that are handed on at once, so that the event loop is free in between. */
const CHUNK_SIZE = 64 * 1024;

/**
 * Unpacks the `tar.gz` of a repository, in which everything is below one folder, file by file: only
 * one is in memory at a time.
 *
 * @throws SyncFindingError for what is no archive, or not a complete one; errors of the stream as
 * they are
 */
export async function unpackTar(
  archive: AsyncIterable<Buffer>,
  options: { onFile: OnArchiveFile; signal: AbortSignal },
): Promise<void> {
  const { onFile, signal } = options;
  let failure: unknown;
  let root: string | undefined;
  let isComplete = false;
  let unpackedSize = 0;

  const receive = (entry: ReadEntry) => {
    const [first, ...segments] = entry.path.split('/');
    root ??= first;
    if (first === '' || first !== root || !isBelow(segments)) {
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
    // In a thread of its own, which the parser would not do.
    createGunzip({ chunkSize: CHUNK_SIZE }),
    async chunks => {
      for await (const chunk of chunks) {
        unpackedSize += chunk.length;
        if (unpackedSize > MAX_UNPACKED_SIZE) {
          throw archiveTooLarge(MAX_UNPACKED_SIZE);
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
