import { UrlReaderService } from '@backstage/backend-plugin-api';
import {
  compareByPath,
  SOURCE_LIMITS,
  SourceFile,
  SourcePathUse,
  SyncStepError,
} from '@internal/plugin-static-data-model';
import { untilAborted } from './abort';
import { notAFolder, tooManyFiles } from './sourceFailures';

/**
 * Reads the files of a repository that a sync can use, in memory.
 *
 * Reading the tree stops at the limits, and never gives a file whose content
 * is not complete.
 *
 * @throws errors of the reader as they are, `NotModifiedError` among them
 */
export async function readTreeFiles(options: {
  reader: UrlReaderService;
  url: string;
  etag?: string;
  classifyPath: (path: string) => SourcePathUse;
  limits: typeof SOURCE_LIMITS;
  signal: AbortSignal;
}): Promise<{ revision: string; files: SourceFile[] }> {
  const { reader, url, etag, classifyPath, limits, signal } = options;
  const sizes = new Map<string, number | undefined>();
  const obstacles: string[] = [];

  // The reader asks for files alone: what is called like a folder that the
  // sync needs is a file, or a symbolic link, which reads like an empty file.
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

  // Before the archive itself, the reader does not look at the signal.
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
      files.set(path, {
        path,
        content: Buffer.alloc(0),
        size,
        tooLarge: true,
      });
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
  limits: typeof SOURCE_LIMITS,
): SourceFile {
  const size = content.length;
  if (expectedSize !== undefined && size !== expectedSize) {
    throw new SyncStepError({
      phase: 'FETCH',
      code: 'NETWORK',
      message: `The archive of the source is incomplete: ${path} has ${size} of ${expectedSize} bytes.`,
      hint: 'The connection broke while the source was being read. The next sync tries again.',
      file: path,
    });
  }
  const tooLarge = size > limits.maxFileSize;
  // An empty file comes as an empty array.
  const empty = tooLarge || size === 0;
  return { path, content: empty ? Buffer.alloc(0) : content, size, tooLarge };
}
