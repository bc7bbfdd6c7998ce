import {
  compareByPath,
  decodeFile,
  SourceFile,
  SourceLimits,
  SourcePathUse,
  toTooLargeFile,
  untilAborted,
} from '@internal/plugin-static-data-model';
import { ReadBudget } from '../ReadBudget';
import { badAnswer, notAFolder } from '../sourceFailures';
import { unpackArchive } from './unpackArchive';

/** How long a host may send nothing before it counts as gone: GitHub makes archives within seconds, others begin to send them before they are made. */
const SILENCE_MS = 60_000;

/** Opens the archive of a tree: one of Backstage's URL readers, or what stands in for it. */
export interface TreeReader {
  readTree(
    url: string,
    options: { etag?: string; signal: AbortSignal },
  ): Promise<{
    /** The commit, or the beginning of its id. */
    etag: string;
    archive(): Promise<NodeJS.ReadableStream>;
  }>;
}

/**
 * Reads the files of a repository that a sync can use. It stops at the limits, and never gives a
 * part of them.
 *
 * @throws errors of the reader as they are, `NotModifiedError` among them
 */
export async function readTreeFiles(options: {
  reader: TreeReader;
  url: string;
  etag?: string;
  classifyPath: (path: string) => SourcePathUse;
  limits: SourceLimits;
  silenceMs?: number;
  signal: AbortSignal;
}): Promise<{ revision: string; files: SourceFile[] }> {
  const { reader, url, etag, limits, silenceMs = SILENCE_MS } = options;
  const silence = new AbortController();
  const timer = setTimeout(() => {
    const seconds = Math.round(silenceMs / 1000);
    silence.abort(
      badAnswer(`The host of the source sent nothing for ${seconds} seconds`),
    );
  }, silenceMs);
  const signal = AbortSignal.any([options.signal, silence.signal]);
  const budget = new ReadBudget(limits);
  const files: SourceFile[] = [];
  try {
    // Readers (@backstage/backend-defaults 0.18.0) observe the signal only during the download.
    const tree = await untilAborted(signal, () =>
      reader.readTree(url, { etag, signal }),
    );
    // Of the root it is what the host sent. The reader would unpack all of it into memory.
    await unpackArchive(await tree.archive(), {
      onProgress: () => timer.refresh(),
      signal,
      onFile({ path, size }) {
        const use = options.classifyPath(path);
        if (use === 'folder') {
          throw notAFolder(path);
        }
        if (use === 'unused') {
          return undefined;
        }
        budget.addPath(path);
        if (use === 'path') {
          files.push({ path, text: '' });
          return undefined;
        }
        if (size > limits.maxFileSize) {
          files.push(toTooLargeFile(path, size));
          return undefined;
        }
        budget.addContent(size);
        return content => files.push(decodeFile(path, content));
      },
    });
    return { revision: tree.etag, files: files.sort(compareByPath) };
  } catch (error) {
    silence.signal.throwIfAborted();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
