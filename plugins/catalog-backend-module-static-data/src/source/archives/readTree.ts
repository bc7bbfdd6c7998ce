import {
  compareByPath,
  decodeFile,
  SourceFile,
  SourceLimits,
  SourcePathUse,
  SyncFindingError,
  toTooLargeFile,
  untilAborted,
} from '@internal/plugin-static-data-model';
import { ReadBudget } from '../ReadBudget';
import {
  badAnswer,
  emptySource,
  notAFolder,
  UnusableRevisionError,
} from '../sourceFailures';
import { unpackArchive } from './unpackArchive';

/** How long a host may send nothing before it counts as gone: GitHub makes archives within seconds, others begin to send them before they are made. */
const SILENCE_MS = 60_000;

/**
 * Reads the files of a repository that a sync can use. It stops at the limits, and never gives a
 * part of them.
 *
 * @throws UnusableRevisionError for what is read and cannot be used; errors of the host as they are
 */
export async function readTreeFiles(options: {
  /** Opens the archive of the repository at the commit. */
  open: (signal: AbortSignal) => Promise<NodeJS.ReadableStream>;
  commit: string;
  /** What is read, for failures. */
  subject: string;
  classifyPath: (path: string) => SourcePathUse;
  limits: SourceLimits;
  silenceMs?: number;
  signal: AbortSignal;
}): Promise<SourceFile[]> {
  const { open, commit, limits, silenceMs = SILENCE_MS } = options;
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
    // Credentials may have to be asked for, which does not observe the signal.
    const archive = await untilAborted(signal, () => open(signal));
    await unpackArchive(archive, {
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
    if (files.length === 0) {
      throw emptySource(options.subject);
    }
    return files.sort(compareByPath);
  } catch (error) {
    silence.signal.throwIfAborted();
    throw isOfContent(error) ? new UnusableRevisionError(commit, error) : error;
  } finally {
    clearTimeout(timer);
  }
}

/** Whether it is said of what was read, and not of the reading. */
function isOfContent(error: unknown): error is SyncFindingError {
  return (
    error instanceof SyncFindingError &&
    ['TOO_LARGE', 'EMPTY_SOURCE', 'NOT_FOUND'].includes(error.finding.code)
  );
}
