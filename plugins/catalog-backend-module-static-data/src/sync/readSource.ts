import { stringifyError } from '@backstage/errors';
import {
  SyncCommit,
  SyncHistoryRecord,
} from '@internal/plugin-static-data-common';
import { toRepositoryName } from '@internal/plugin-static-data-model';
import { BuildFileEntry, SourceStore } from '@internal/plugin-static-data-node';
import { BuildFileCheck, checkBuildFiles } from '../buildFiles/checkBuildFiles';
import { SyncTrigger } from '../record/completeSync';
import { KeptSource } from '../source/KeptSource';
import { SourceReader, SourceReadResult } from '../source/SourceReader';
import { RunningSync } from './RunningSync';

/** Repositories whose build files are looked up one by one: each takes a look at all rows. */
const MAX_LOOK_UPS = 10;

/**
 * Reads the source, unless neither it nor any build file has changed, and asks who made the
 * revision. What this process has read of the same revision is not downloaded again.
 *
 * @returns also what is known of the build files if the source has not changed
 * @param options.reusable - the revision whose outcome can be used again, if there is one
 * @param options.lastApplied - the last applied sync, which may have read the same revision
 */
export async function readSource(
  sync: RunningSync,
  options: {
    source: SourceReader;
    store: SourceStore;
    kept: KeptSource;
    /** Branch, tag or commit in place of the configured one. */
    ref: string | undefined;
    reusable: string | undefined;
    lastApplied: SyncHistoryRecord | undefined;
  },
): Promise<
  SourceReadResult & { commit?: SyncCommit; buildFiles?: BuildFileCheck }
> {
  const { source, store, kept, ref, reusable, lastApplied } = options;
  const { trigger, signal, log } = sync;
  let buildFiles: BuildFileCheck | undefined;
  const readUnless = async (known?: string) => {
    const asked = { revision: known, ref, ...sync.readTime(), signal };
    const answer = await source.read(asked);
    if (answer.status === 'read' && !ref) {
      kept.keep(answer.revision, answer.files);
    }
    return answer;
  };
  let read = await readUnless(
    reusable ?? (trigger.full ? undefined : kept.revision),
  );
  if (read.status === 'unchanged' && reusable !== undefined) {
    buildFiles = await checkBuildFiles({
      stored: await listBuildFiles(store, trigger),
      source,
      signal,
      limit: sync.readTime(),
    });
  }
  if (read.status === 'unchanged' && !buildFiles?.isUnchanged) {
    const { revision: known } = read;
    const files = await kept.read(known);
    read = files
      ? { status: 'read', revision: known, files }
      : await readUnless();
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

async function listBuildFiles(
  { buildFiles }: SourceStore,
  trigger: SyncTrigger,
): Promise<BuildFileEntry[]> {
  const pushedTo = toPushedRepositories(trigger);
  if (!pushedTo || pushedTo.size > MAX_LOOK_UPS) {
    const all = await buildFiles.list();
    return all.filter(
      ({ address }) => pushedTo?.has(toRepositoryName(address)) ?? true,
    );
  }
  const found: BuildFileEntry[] = [];
  for (const name of pushedTo) {
    const entries = await buildFiles.listOf(name);
    found.push(
      ...entries.filter(({ address }) => toRepositoryName(address) === name),
    );
  }
  return found;
}

/** The repositories whose build files a sync is about; undefined if it is about all. */
export function toPushedRepositories({
  pushes,
}: SyncTrigger): Set<string> | undefined {
  return pushes && new Set(pushes.map(({ repository }) => repository));
}
