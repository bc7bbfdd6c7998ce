import { UrlReaderService } from '@backstage/backend-plugin-api';
import {
  compareByPath,
  SourceFile,
  SourceLimits,
  SourcePathUse,
} from '@internal/plugin-static-data-model';
import { untilAborted } from '../../abort';
import { HostedRepository, repositoryUrl, treeUrl } from '../repositoryUrls';
import { fetchFailure, notAFolder, tooManyFiles } from '../sourceFailures';
import { isNotFound } from './toGithubFailure';

/**
 * Reads the files of a repository that a sync can use, in memory. It stops at the limits, and never
 * gives a file whose content is not complete.
 *
 * @throws errors of the reader as they are, `NotModifiedError` among them
 */
export async function readTreeFiles(options: {
  reader: UrlReaderService;
  url: string;
  etag?: string;
  classifyPath: (path: string) => SourcePathUse;
  limits: SourceLimits;
  signal: AbortSignal;
}): Promise<{ revision: string; files: SourceFile[] }> {
  const { reader, url, etag, classifyPath, limits, signal } = options;
  const sizes = new Map<string, number | undefined>();
  const obstacles: string[] = [];

  // The reader only passes files: a path of a folder that the sync needs is a file, or a symbolic
  // link, which reads like an empty file.
  const filter = (path: string, info?: { size: number }): boolean => {
    const use = classifyPath(path);
    if (use === 'folder') {
      obstacles.push(path);
    }
    if (use !== 'file' || signal.aborted || sizes.size > limits.maxFiles) {
      return false;
    }
    sizes.set(path, info?.size);
    return (info?.size ?? 0) <= limits.maxFileSize;
  };

  // The reader (@backstage/backend-defaults 0.18.0) observes the signal only during the download.
  const tree = await untilAborted(signal, () =>
    reader.readTree(url, { etag, filter, signal }),
  );
  const entries = await untilAborted(signal, () => tree.files());
  if (sizes.size > limits.maxFiles) {
    throw tooManyFiles(limits.maxFiles);
  }
  if (obstacles.length > 0) {
    throw notAFolder(obstacles[0]);
  }

  const files = new Map<string, SourceFile>();
  for (const [path, size = 0] of sizes) {
    if (size > limits.maxFileSize) {
      files.set(path, tooLarge(path, size));
    }
  }
  for (const entry of entries) {
    const content = await untilAborted(signal, () => entry.content());
    files.set(
      entry.path,
      toSourceFile(entry.path, content, sizes.get(entry.path), limits),
    );
  }
  return {
    revision: tree.etag,
    files: [...files.values()].sort(compareByPath),
  };
}

function toSourceFile(
  path: string,
  content: Buffer,
  expectedSize: number | undefined,
  limits: SourceLimits,
): SourceFile {
  const size = content.length;
  if (expectedSize !== undefined && size !== expectedSize) {
    throw fetchFailure({
      code: 'NETWORK',
      message: `The archive of the source is incomplete: ${path} has ${size} of ${expectedSize} bytes`,
      hint: 'The connection broke while the source was being read. The next sync tries again.',
      file: path,
    });
  }
  // An empty file comes as an empty array.
  return size > limits.maxFileSize
    ? tooLarge(path, size)
    : {
        path,
        content: size ? content : Buffer.alloc(0),
        size,
        tooLarge: false,
      };
}

function tooLarge(path: string, size: number): SourceFile {
  return { path, content: Buffer.alloc(0), size, tooLarge: true };
}

/**
 * Asks whether a repository, and the ref in it if one is given, exists and may be seen. GitHub
 * answers "not found" for a missing branch or file just as for a repository that the credentials
 * may not see any more.
 *
 * @throws errors of the reader other than "not found", as they are
 */
export async function isRepositoryVisible(
  reader: UrlReaderService,
  repository: HostedRepository & { ref?: string },
  signal: AbortSignal,
): Promise<boolean> {
  const { ref } = repository;
  const url = ref ? treeUrl(repository, ref) : repositoryUrl(repository);
  // The reader cannot ask for less than a tree, so its archive is dropped as soon as GitHub has
  // answered for the repository.
  const unwanted = new AbortController();
  try {
    await untilAborted(signal, () =>
      reader.readTree(url, {
        filter: () => false,
        signal: AbortSignal.any([signal, unwanted.signal]),
      }),
    );
    return true;
  } catch (error) {
    if (isNotFound(error)) {
      return false;
    }
    throw error;
  } finally {
    unwanted.abort();
  }
}
