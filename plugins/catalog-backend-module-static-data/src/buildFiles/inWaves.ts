import {
  inParallel,
  SyncFindingError,
  untilAborted,
} from '@internal/plugin-static-data-model';
import chunk from 'lodash/chunk';
import {
  BuildFilesReadResult,
  ReadTime,
  SourceReader,
} from '../source/SourceReader';
import { Group } from './buildFileFindings';

/** Repositories to read at the same time, where each takes requests of its own. */
const CONCURRENCY = 8;

/** Groups of repositories that are read with the same requests, at the same time. */
const CONCURRENT_WAVES = 2;

/** Bytes of the build files of such a group, which are in memory together. */
export const MAX_WAVE_SIZE = 32 * 1024 * 1024;

/**
 * Reads as many repositories at a time as the host answers together: first those whose build files
 * are small, as nearly all are.
 *
 * @param read - gives nothing if the build files are larger than they may be
 * @returns the results in the order of the items
 */
export async function inWaves<Item, Result>(
  items: Item[],
  source: SourceReader,
  read: (item: Item, maxTotalSize?: number) => Promise<Result | undefined>,
): Promise<Result[]> {
  const { repositoriesPerRequest } = source;
  const results = new Map<Item, Result | undefined>();
  const readSome = (some: Item[], concurrency: number, maxTotalSize?: number) =>
    inParallel(
      some,
      async item => results.set(item, await read(item, maxTotalSize)),
      concurrency,
    );
  if (repositoriesPerRequest === undefined) {
    await readSome(items, CONCURRENCY);
  } else {
    await inParallel(
      chunk(items, repositoriesPerRequest),
      async wave => {
        await readSome(wave, wave.length, MAX_WAVE_SIZE / wave.length);
        const large = wave.filter(item => results.get(item) === undefined);
        await readSome(large, CONCURRENCY / CONCURRENT_WAVES);
      },
      CONCURRENT_WAVES,
    );
  }
  return items.map(item => results.get(item)!);
}

export function isTooLarge(read: unknown): boolean {
  return read instanceof SyncFindingError && read.finding.code === 'TOO_LARGE';
}

/** Reads what has changed of a repository since it was stored, in the time that there is. */
export async function readRepository(
  source: SourceReader,
  { address, previous }: Pick<Group, 'address' | 'previous'>,
  options: { limit: ReadTime; maxTotalSize?: number },
): Promise<BuildFilesReadResult> {
  const { limit, maxTotalSize } = options;
  return untilAborted(limit.signal, () =>
    source.readBuildFiles(address, {
      previous: previous?.version,
      hadFiles: (previous?.paths.length ?? 0) > 0,
      maxTotalSize,
      ...limit,
    }),
  );
}
