import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { quote } from '@internal/plugin-static-data-common';
import { untilAborted } from '@internal/plugin-static-data-model';
import yauzl, { Entry, ZipFile } from 'yauzl';
import {
  archiveTooLarge,
  isBelow,
  notAnArchive,
  OnArchiveFile,
} from './ArchiveFile';

/** Bytes of an archive, which is on disk while it is unpacked: the list of its files is at its end. */
const MAX_SIZE = 2 * 1024 ** 3;

/** The type of a file in Unix, which the attributes of an entry begin with, and that of a symbolic link. */
const TYPE_MASK = 0o170000;
const SYMLINK = 0o120000;

const openZip = promisify<string, yauzl.Options, ZipFile>(yauzl.open);

/**
 * Unpacks the zip of a repository, in whose root its files are, file by file: only one is in memory at a
 * time.
 *
 * @throws SyncFindingError for what is no zip, or not a complete one; errors of the stream as they are
 */
export async function unpackZip(
  archive: AsyncIterable<Buffer>,
  options: { onFile: OnArchiveFile; signal: AbortSignal },
): Promise<void> {
  const { signal } = options;
  const folder = await mkdtemp(join(tmpdir(), 'static-data-archive-'));
  try {
    const file = join(folder, 'archive.zip');
    let size = 0;
    await pipeline(
      archive,
      async function* limit(chunks: AsyncIterable<Buffer>) {
        for await (const chunk of chunks) {
          size += chunk.length;
          if (size > MAX_SIZE) {
            throw archiveTooLarge(MAX_SIZE);
          }
          yield chunk;
        }
      },
      createWriteStream(file),
      { signal },
    );
    const zip = await openZip(file, { lazyEntries: true }).catch(error => {
      throw notAnArchive(error.message, error);
    });
    try {
      await untilAborted(signal, () => unpackEntries(zip, options.onFile));
    } finally {
      zip.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function unpackEntries(
  zip: ZipFile,
  onFile: OnArchiveFile,
): Promise<void> {
  for (;;) {
    const entry = await readEntry(zip);
    if (!entry) {
      return;
    }
    const { fileName, uncompressedSize, externalFileAttributes } = entry;
    if (fileName.endsWith('/')) {
      continue;
    }
    if (!isBelow(fileName.split('/'))) {
      throw notAnArchive(`${quote(fileName)} is not below its folder`);
    }
    // eslint-disable-next-line no-bitwise
    const type = (externalFileAttributes >>> 16) & TYPE_MASK;
    const size = type === SYMLINK ? 0 : uncompressedSize;
    const take = onFile({ path: fileName, size });
    if (take) {
      take(size === 0 ? Buffer.alloc(0) : await readContent(zip, entry));
    }
  }
}

/** @returns undefined after the last one */
async function readEntry(zip: ZipFile): Promise<Entry | undefined> {
  try {
    return await new Promise((resolve, reject) => {
      zip.removeAllListeners();
      zip.once('entry', resolve);
      zip.once('end', () => resolve(undefined));
      zip.once('error', reject);
      zip.readEntry();
    });
  } catch (error) {
    throw notAnArchive((error as Error).message, error);
  }
}

/** An entry with more bytes than it says is an error. */
async function readContent(zip: ZipFile, entry: Entry): Promise<Buffer> {
  try {
    const open = promisify(zip.openReadStream.bind(zip)) as (
      of: Entry,
    ) => Promise<NodeJS.ReadableStream>;
    return await buffer(await open(entry));
  } catch (error) {
    throw notAnArchive((error as Error).message, error);
  }
}
