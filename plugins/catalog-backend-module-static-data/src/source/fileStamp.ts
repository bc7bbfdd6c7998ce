import { BigIntStats, stat } from 'node:fs';
import { promisify } from 'node:util';

// A source that has not changed is little else: that of 'node:fs/promises' costs more each time.
const statFile = promisify(stat);

/** Some file systems note times in steps of two seconds. */
const COARSEST_CLOCK_MS = 2_000;

/**
 * What tells that a file, or the list of names in a folder, is what it was before: every
 * write changes the time of the last change, which nobody can set back. Undefined right
 * after a change, as another one could look the same.
 */
export function toFileStamp(stats: BigIntStats): string | undefined {
  const { dev, ino, size, mtimeNs, ctimeNs, ctimeMs } = stats;
  return Date.now() - Number(ctimeMs) > COARSEST_CLOCK_MS
    ? [dev, ino, size, mtimeNs, ctimeNs].join(' ')
    : undefined;
}

/** The stamp of what is at a location; undefined if that cannot be told. */
export async function readFileStamp(
  location: string,
): Promise<string | undefined> {
  try {
    return toFileStamp(await statFile(location, { bigint: true }));
  } catch {
    return undefined;
  }
}
