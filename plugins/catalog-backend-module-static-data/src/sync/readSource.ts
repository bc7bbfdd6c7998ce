import { stringifyError } from '@backstage/errors';
import {
  SyncCommit,
  SyncHistoryRecord,
} from '@internal/plugin-static-data-common';
import { StaticDataStore } from '@internal/plugin-static-data-node';
import { areBuildFilesUnchanged } from '../buildFiles/readBuildFiles';
import { SourceReader, SourceReadResult } from '../source/SourceReader';
import { RunningSync } from './RunningSync';

/**
 * Reads the source, unless neither it nor any build file has changed, and asks who made the
 * revision.
 *
 * @param options.reusable - the revision whose outcome can be used again, if there is one
 * @param options.lastApplied - the last applied sync, which may have read the same revision
 */
export async function readSource(
  sync: RunningSync,
  options: {
    source: SourceReader;
    store: StaticDataStore;
    reusable: string | undefined;
    lastApplied: SyncHistoryRecord | undefined;
  },
): Promise<SourceReadResult & { commit?: SyncCommit }> {
  const { source, lastApplied } = options;
  const read = await fetchSource(sync, options);
  if (lastApplied?.commit && lastApplied.revision === read.revision) {
    return { ...read, commit: lastApplied.commit };
  }
  try {
    const commit = await source.readCommit(read.revision, sync.signal);
    return { ...read, commit };
  } catch (error) {
    sync.signal.throwIfAborted();
    // Only people read it, so no sync fails without it.
    sync.log.info(
      `Could not find out who made revision ${read.revision}: ${stringifyError(
        error,
      )}`,
    );
    return read;
  }
}

async function fetchSource(
  { trigger, signal }: RunningSync,
  options: {
    source: SourceReader;
    store: StaticDataStore;
    reusable: string | undefined;
  },
): Promise<SourceReadResult> {
  const { source, store, reusable } = options;
  const read = await source.read({
    revision: reusable,
    ref: trigger.ref,
    signal,
  });
  if (read.status === 'read') {
    return read;
  }
  const buildFilesUnchanged = await areBuildFilesUnchanged({
    stored: await store.buildFiles.list(),
    source,
    signal,
  });
  return buildFilesUnchanged ? read : source.read({ signal });
}
