import { open } from 'node:fs/promises';
import { SourceFile } from './SourceReader';

/**
 * Reads a file of a directory; of one over the limit only its size.
 *
 * @throws errors of the file system, as they are
 */
export async function readDirectoryFile(
  file: { path: string; realPath: string },
  maxFileSize: number,
  signal: AbortSignal,
): Promise<SourceFile> {
  const handle = await open(file.realPath, 'r');
  try {
    const { size } = await handle.stat();
    const content =
      size > maxFileSize ? undefined : await handle.readFile({ signal });
    // The file may have grown since its size was asked for.
    if (!content || content.length > maxFileSize) {
      return {
        path: file.path,
        content: Buffer.alloc(0),
        size: content?.length ?? size,
        tooLarge: true,
      };
    }
    return {
      path: file.path,
      content,
      size: content.length,
      tooLarge: false,
    };
  } finally {
    await handle.close();
  }
}
