import { quote } from '@internal/plugin-static-data-common';
import {
  SourceLimits,
  SyncFindingError,
} from '@internal/plugin-static-data-model';
import { fetchFailure } from './sourceFailures';

/**
 * Characters of a path in the source. Paths are held in memory, and stand in every record about
 * what is in the file.
 */
const MAX_PATH_LENGTH = 1024;

const MEGABYTE = 1024 * 1024;

/**
 * What one read of a source may still take. It is asked before anything is held in memory, and
 * ends the read at a limit: a part of a source would look as if the rest had been removed.
 */
export class ReadBudget {
  readonly #limits: SourceLimits;
  #files = 0;
  #bytes = 0;

  constructor(limits: SourceLimits) {
    this.#limits = limits;
  }

  /** @throws SyncFindingError with code TOO_LARGE */
  addPath(path: string): void {
    const { maxFiles } = this.#limits;
    this.#files += 1;
    if (this.#files > maxFiles) {
      throw fetchFailure({
        code: 'TOO_LARGE',
        message: `The source has more than ${maxFiles} files, the limit of 'staticData.limits.maxFiles'`,
        hint: `Point 'staticData.files.contracts' at a folder that has only contracts in it, or raise the limit.`,
      });
    }
    this.addContent(path.length);
    if (path.length > MAX_PATH_LENGTH) {
      throw pathTooLong(path);
    }
  }

  /** @throws SyncFindingError with code TOO_LARGE */
  addContent(size: number): void {
    const { maxTotalSize } = this.#limits;
    this.#bytes += size;
    if (this.#bytes > maxTotalSize) {
      throw fetchFailure({
        code: 'TOO_LARGE',
        message: `The files of the source have more than ${
          maxTotalSize / MEGABYTE
        } MiB together, the limit of 'staticData.limits.maxTotalMegabytes'`,
        hint: 'Remove what does not belong in the source, or raise the limit: a sync needs up to six times as much memory.',
      });
    }
  }
}

/** @param path - if it could be read */
export function pathTooLong(path?: string): SyncFindingError {
  return fetchFailure({
    code: 'TOO_LARGE',
    message: `The source has a path of more than ${MAX_PATH_LENGTH} characters, which is the limit${
      path ? `: ${quote(path)}` : ''
    }`,
    hint: 'Shorten the names of its folders.',
  });
}
