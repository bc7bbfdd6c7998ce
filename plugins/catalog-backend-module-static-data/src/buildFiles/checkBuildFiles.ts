import { SyncFinding } from '@internal/plugin-static-data-common';
import { SyncFindingError } from '@internal/plugin-static-data-model';
import { BuildFileEntry } from '@internal/plugin-static-data-node';
import sumBy from 'lodash/sumBy';
import {
  BuildFilesReadResult,
  ReadTime,
  SourceReader,
} from '../source/SourceReader';
import { toNewName } from './buildFileEntries';
import { toUncheckedFindings } from './buildFileFindings';
import { inWaves, isTooLarge, MAX_WAVE_SIZE, readRepository } from './inWaves';

/** What is known of the build files that are stored. */
export interface BuildFileCheck {
  /** Whether none is known to have changed. */
  isUnchanged: boolean;
  /** What was read, by address, for `readBuildFiles`. */
  reads: Map<string, BuildFilesReadResult>;
  /** Entries with another version to ask with next time, and those that could not be checked. */
  entries: BuildFileEntry[];
  /** That some could not be checked, because the host limits requests. */
  findings: SyncFinding[];
  /** As in `BuildFilesResult`. */
  resumeAt?: string;
}

/** Finds out whether build files have changed since they were stored. */
export async function checkBuildFiles(options: {
  stored: BuildFileEntry[];
  source: SourceReader;
  signal: AbortSignal;
  limit?: ReadTime;
}): Promise<BuildFileCheck> {
  const { stored, source, signal, limit = { signal } } = options;
  const reads: BuildFileCheck['reads'] = new Map();
  const entries: BuildFileEntry[] = [];
  const refused: { repository: string; finding: SyncFinding }[] = [];
  let isUnchanged = !stored.some(({ unreadable }) => unreadable);
  let size = 0;
  const keep = (entry: BuildFileEntry, read: BuildFilesReadResult) => {
    size +=
      read.status === 'read'
        ? sumBy(read.files, ({ content }) => content.length)
        : 0;
    if (read.status === 'unchanged' || size <= MAX_WAVE_SIZE) {
      reads.set(entry.repository, read);
    }
  };
  const check = async (entry: BuildFileEntry, maxTotalSize?: number) => {
    signal.throwIfAborted();
    try {
      const read = await readRepository(
        source,
        { address: entry.address, previous: entry },
        { limit, maxTotalSize },
      );
      const isStillMissing =
        read.status === 'read' &&
        read.files.length + entry.paths.length === 0 &&
        JSON.stringify(read.findings) === JSON.stringify(entry.findings);
      const hasSameName = toNewName(entry.address, read) === entry.renamedTo;
      isUnchanged &&=
        hasSameName && (read.status === 'unchanged' || isStillMissing);
      keep(entry, read);
      if (read.version !== undefined) {
        entries.push({ ...entry, version: read.version });
      }
    } catch (error) {
      signal.throwIfAborted();
      if (maxTotalSize !== undefined && isTooLarge(error)) {
        return undefined;
      }
      if (
        error instanceof SyncFindingError &&
        error.finding.code === 'RATE_LIMIT'
      ) {
        const { finding } = error;
        refused.push({ repository: entry.repository, finding });
        entries.push({ ...entry, failure: finding });
      } else {
        // The full read will fail in the same way, and report it.
        isUnchanged = false;
      }
    }
    return entry;
  };
  if (isUnchanged) {
    await inWaves(stored, source, check);
  }
  return {
    isUnchanged,
    reads,
    entries,
    findings: toUncheckedFindings(refused.map(({ finding }) => finding)),
    resumeAt: refused[0]?.repository,
  };
}
