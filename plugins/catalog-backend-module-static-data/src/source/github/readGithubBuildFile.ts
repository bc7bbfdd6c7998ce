import { Readable } from 'node:stream';
import { UrlReaderService } from '@backstage/backend-plugin-api';
import {
  BUILD_FILE_NAMES,
  SOURCE_LIMITS,
  SyncStepError,
} from '@internal/plugin-static-data-model';
import { untilAborted } from '../../abort';
import { blobUrl, nameOf, RepositoryAddress } from '../repositoryAddress';
import { buildFileTooLarge, fetchFailure } from '../sourceFailures';
import { BuildFileReadResult } from '../SourceReader';
import { isRepositoryVisible } from './readTree';
import { isNotFound, isNotModified } from './toGithubFailure';

const DEFAULT_BRANCH = 'HEAD';

/** The file that was read before; it is asked for first. */
export interface PreviousBuildFile {
  path: string;
  etag?: string;
}

/**
 * Reads the build file at the root of a repository through a URL reader.
 */
export class GithubBuildFileReader {
  readonly #reader: UrlReaderService;
  readonly #limits: typeof SOURCE_LIMITS;

  constructor(reader: UrlReaderService, limits: typeof SOURCE_LIMITS) {
    this.#reader = reader;
    this.#limits = limits;
  }

  /**
   * @throws errors of the reader as they are; SyncStepError if the repository had a build file and
   * cannot be seen any more
   */
  async read(
    repository: RepositoryAddress & { ref?: string },
    options: {
      previous?: PreviousBuildFile;
      signal: AbortSignal;
    },
  ): Promise<BuildFileReadResult> {
    const { ref = DEFAULT_BRANCH } = repository;
    const { previous, signal } = options;
    for (const path of candidates(previous)) {
      const etag = path === previous?.path ? previous.etag : undefined;
      const result = await this.#readFile(repository, ref, path, etag, signal);
      if (result.status !== 'missing') {
        return result;
      }
    }
    // A repository that has disappeared must not look like one without a build file.
    if (
      previous &&
      !(await isRepositoryVisible(this.#reader, repository, signal))
    ) {
      throw repositoryGone(repository);
    }
    return { status: 'missing' };
  }

  async #readFile(
    repository: RepositoryAddress,
    ref: string,
    path: string,
    etag: string | undefined,
    signal: AbortSignal,
  ): Promise<BuildFileReadResult> {
    try {
      const response = await untilAborted(signal, () =>
        this.#reader.readUrl(blobUrl(repository, ref, path), { etag, signal }),
      );
      const content = await untilAborted(signal, async () =>
        response.stream
          ? readStream(response.stream(), this.#limits.maxFileSize)
          : response.buffer(),
      );
      if (!content || content.length > this.#limits.maxFileSize) {
        throw buildFileTooLarge(
          path,
          nameOf(repository),
          this.#limits.maxFileSize,
        );
      }
      return {
        status: 'found',
        path,
        content: content.toString('utf8'),
        etag: response.etag,
      };
    } catch (error) {
      if (etag !== undefined && isNotModified(error)) {
        return { status: 'unchanged', etag };
      }
      if (isNotFound(error)) {
        return { status: 'missing' };
      }
      throw error;
    }
  }
}

function candidates(previous: PreviousBuildFile | undefined): string[] {
  const first = BUILD_FILE_NAMES.filter(name => name === previous?.path);
  return [...new Set([...first, ...BUILD_FILE_NAMES])];
}

function repositoryGone(
  repository: RepositoryAddress & { ref?: string },
): SyncStepError {
  const where = repository.ref ? ` at ${repository.ref}` : '';
  return fetchFailure({
    code: 'NOT_FOUND',
    message: `Repository ${nameOf(repository)} on ${
      repository.host
    }${where} had a build file, but cannot be seen any more.`,
    hint: 'Check that it still exists and that the token may see it, or take it out of the application.',
  });
}

/**
 * Reads a stream to its end.
 *
 * @returns undefined when the stream has more bytes than the limit; the rest of it is not read
 */
async function readStream(
  stream: Readable,
  maxSize: number,
): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > maxSize) {
      return undefined;
    }
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}
