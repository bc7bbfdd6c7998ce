import { Readable } from 'node:stream';
import { UrlReaderService } from '@backstage/backend-plugin-api';
import { BUILD_FILE_NAMES } from '@internal/plugin-static-data-model';
import { untilAborted } from '../../abort';
import { blobUrl, nameOf, RepositoryAddress } from '../repositoryAddress';
import { buildFileTooLarge, fetchFailure } from '../sourceFailures';
import { BuildFileReadOptions, BuildFileReadResult } from '../SourceReader';
import { isRepositoryVisible } from './readTree';
import { isNotFound, isNotModified } from './toGithubFailure';

const DEFAULT_BRANCH = 'HEAD';

interface GithubBuildFileOptions extends BuildFileReadOptions {
  reader: UrlReaderService;
  maxFileSize: number;
}

/**
 * Reads the build file at the root of a repository through a URL reader.
 *
 * @throws errors of the reader as they are; SyncFindingError if the repository had a build file and
 * cannot be seen any more
 */
export async function readGithubBuildFile(
  repository: RepositoryAddress & { ref?: string },
  options: GithubBuildFileOptions,
): Promise<BuildFileReadResult> {
  const { previous, reader, signal } = options;
  const known = BUILD_FILE_NAMES.filter(name => name === previous?.path);
  for (const path of new Set([...known, ...BUILD_FILE_NAMES])) {
    const result = await readFile(repository, path, options);
    if (result.status !== 'missing') {
      return result;
    }
  }
  // A repository that has disappeared must not look like one without a build file.
  if (previous && !(await isRepositoryVisible(reader, repository, signal))) {
    const where = repository.ref ? ` at ${repository.ref}` : '';
    throw fetchFailure({
      code: 'NOT_FOUND',
      message: `Repository ${nameOf(repository)} on ${
        repository.host
      }${where} had a build file, but cannot be seen any more`,
      hint: 'Check that it still exists and that the token may see it, or take it out of the application.',
    });
  }
  return { status: 'missing' };
}

async function readFile(
  repository: RepositoryAddress & { ref?: string },
  path: string,
  { previous, reader, maxFileSize, signal }: GithubBuildFileOptions,
): Promise<BuildFileReadResult> {
  const etag = path === previous?.path ? previous.etag : undefined;
  const url = blobUrl(repository, repository.ref ?? DEFAULT_BRANCH, path);
  try {
    const response = await untilAborted(signal, () =>
      reader.readUrl(url, { etag, signal }),
    );
    const content = await untilAborted(signal, async () =>
      response.stream
        ? readStream(response.stream(), maxFileSize)
        : response.buffer(),
    );
    if (!content || content.length > maxFileSize) {
      throw buildFileTooLarge(path, nameOf(repository), maxFileSize);
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

/** Undefined when the stream has more bytes than the limit; the rest of it is not read. */
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
