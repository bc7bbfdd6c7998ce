import { pipeline } from 'node:stream/promises';
import { badAnswer } from '../sourceFailures';
import { notAnArchive, OnArchiveFile } from './ArchiveFile';
import { unpackTar } from './unpackTar';
import { unpackZip } from './unpackZip';

/** What files begin with that are compressed so. */
const GZIP = Buffer.from([0x1f, 0x8b]);
const ZIP = Buffer.from('PK');

/**
 * Unpacks the archive of a repository file by file: only one is in memory at a time. It is a `tar.gz` in
 * which everything is below one folder, or a zip in which nothing is, as Azure DevOps makes them.
 *
 * @param onProgress - called whenever something has arrived
 * @throws SyncFindingError for what is no archive, or not a complete one; errors of the stream as
 * they are
 */
export async function unpackArchive(
  archive: NodeJS.ReadableStream,
  options: {
    onFile: OnArchiveFile;
    onProgress: () => void;
    signal: AbortSignal;
  },
): Promise<void> {
  const { onProgress, signal } = options;
  await pipeline(
    archive,
    async (received: AsyncIterable<Buffer>) => {
      const chunks = withProgress(received, onProgress);
      const start = await readStart(chunks);
      const all = prepend(start, chunks);
      const magic = start.subarray(0, GZIP.length);
      if (magic.equals(GZIP)) {
        await unpackTar(all, options);
      } else if (magic.equals(ZIP)) {
        await unpackZip(all, options);
      } else {
        throw explainOther(start);
      }
    },
    { signal },
  );
}

/** As many bytes as tell what they are the beginning of; fewer if there are no more. */
async function readStart(chunks: AsyncIterator<Buffer>): Promise<Buffer> {
  let start: Buffer = Buffer.alloc(0);
  while (start.length < GZIP.length) {
    const { value, done } = await chunks.next();
    if (done) {
      break;
    }
    start = Buffer.concat([start, value]);
  }
  return start;
}

async function* withProgress(
  chunks: AsyncIterable<Buffer>,
  onProgress: () => void,
): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    onProgress();
    yield chunk;
  }
}

async function* prepend(
  start: Buffer,
  chunks: AsyncIterable<Buffer>,
): AsyncGenerator<Buffer> {
  yield start;
  yield* chunks;
}

/** What was sent in place of an archive, such as the page of a login. */
function explainOther(start: Buffer) {
  if (start.length === 0) {
    return notAnArchive('it is empty');
  }
  return /^\s*</.test(start.toString('latin1'))
    ? badAnswer(
        'In place of the archive of the source, the host sent a web page, such as that of a login',
      )
    : notAnArchive('it is compressed neither with gzip nor as a zip');
}
