import { stringifyError } from '@backstage/errors';
import {
  SyncCommit,
  SyncHistoryRecord,
} from '@internal/plugin-static-data-common';
import { StaticDataStore } from '@internal/plugin-static-data-node';
import { BuildFileCheck, checkBuildFiles } from '../buildFiles/checkBuildFiles';
import { SourceReader, SourceReadResult } from '../source/SourceReader';
import { RunningSync } from './RunningSync';

/**
 * Reads the source, unless neither it nor any build file has changed, and asks who made the
 * revision.
 *
 * @returns also what is known of the build files if the source has not changed
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
): Promise<
  SourceReadResult & { commit?: SyncCommit; buildFiles?: BuildFileCheck }
> {
  const { source, store, reusable, lastApplied } = options;
  const { trigger, signal, log } = sync;
  let buildFiles: BuildFileCheck | undefined;
  let read = await source.read({
    revision: reusable,
    ref: trigger.ref,
    ...sync.readTime(),
    signal,
  });
  if (read.status === 'unchanged') {
    const stored = await store.buildFiles.list();
    buildFiles = await checkBuildFiles({
      stored,
      source,
      signal,
      limit: sync.readTime(),
    });
    if (!buildFiles.isUnchanged) {
      read = await source.read({ ...sync.readTime(), signal });
    }
  }
  const { revision } = read;
  if (lastApplied?.commit && lastApplied.revision === revision) {
    return { ...read, buildFiles, commit: lastApplied.commit };
  }
  try {
    const commit = await source.readCommit(revision, sync.limit());
    return { ...read, buildFiles, commit };
  } catch (error) {
    signal.throwIfAborted();
    // Only people read it, so no sync fails without it.
    const reason = stringifyError(error);
    log.info(
      `Could not read the author and message of commit ${revision}: ${reason}`,
    );
    return { ...read, buildFiles };
  }
}
