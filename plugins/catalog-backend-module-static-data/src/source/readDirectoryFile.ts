import { open } from 'node:fs/promises';
import { toFileStamp } from './fileStamp';
import { SourceFile } from './SourceReader';

/**
 * A file of a directory as it was read.
 */
export interface DirectoryFile {
  file: SourceFile;
  /** From before the content was read; see {@link toFileStamp}. */
  stamp: string | undefined;
}

/**
 * Reads a file of a directory; of one over the limit only its size.
 *
 * @throws errors of the file system, as they are
 */
export async function readDirectoryFile(
  file: { path: string; realPath: string },
  maxFileSize: number,
  signal: AbortSignal,
): Promise<DirectoryFile> {
  const { path, realPath } = file;
  const handle = await open(realPath, 'r');
  try {
    const stats = await handle.stat({ bigint: true });
    const stamp = toFileStamp(stats);
    const size = Number(stats.size);
    const content =
      size > maxFileSize ? undefined : await handle.readFile({ signal });
    // The file may have grown since its size was asked for.
    if (!content || content.length > maxFileSize) {
      return { file: toTooLarge(path, content?.length ?? size), stamp };
    }
    return {
      file: { path, content, size: content.length, tooLarge: false },
      stamp,
    };
  } finally {
    await handle.close();
  }
}

function toTooLarge(path: string, size: number): SourceFile {
  return { path, content: Buffer.alloc(0), size, tooLarge: true };
}
