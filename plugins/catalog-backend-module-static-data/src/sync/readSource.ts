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
import { nameOf } from '../source/repositoryUrls';
import { UnusableRevisionError } from '../source/sourceFailures';
import { SourceReader, SourceReadResult } from '../source/SourceReader';
import { RunningSync } from './RunningSync';

/** Repositories whose build files are looked up one by one: each takes a look at all rows. */
const MAX_LOOK_UPS = 10;

/**
 * Reads the source, unless neither it nor any build file has changed, and asks who made the
 * revision. What this process has read of the same revision is not downloaded again, also if it cannot
 * be used.
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
    /** What the host called the repository when it was last asked. */
    renamedTo: string | undefined;
    /** Whether it was asked for the repository that is configured now. */
    isNameKnown: boolean;
  },
): Promise<
  SourceReadResult & {
    commit?: SyncCommit;
    buildFiles?: BuildFileCheck;
    renamedTo?: string;
  }
> {
  const { source, store, kept, ref, reusable, lastApplied } = options;
  const { trigger, signal, log } = sync;
  const unusable = ref || trigger.full ? undefined : kept.unusable;
  let buildFiles: BuildFileCheck | undefined;
  const readUnless = async (known?: string) => {
    const asked = { revision: known, ref, ...sync.readTime(), signal };
    try {
      const answer = await source.read(asked);
      if (answer.revision === unusable?.revision) {
        throw unusable;
      }
      if (answer.status === 'read' && !ref) {
        kept.keep(answer.revision, answer.files);
      }
      return answer;
    } catch (error) {
      if (error instanceof UnusableRevisionError && !ref) {
        kept.unusable = error;
      }
      throw error;
    }
  };
  let read = await readUnless(
    unusable?.revision ??
      reusable ??
      (trigger.full ? undefined : kept.revision),
  );
  const renamedTo = await readNewName(sync, options);
  // With another name, other repositories may be allowed.
  const hasSameName = renamedTo === options.renamedTo;
  if (read.status === 'unchanged' && reusable !== undefined && hasSameName) {
    buildFiles = await checkBuildFiles({
      stored: await listBuildFiles(store, trigger),
      source: underNewName(source, renamedTo),
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
    return { ...read, buildFiles, renamedTo, commit: lastApplied.commit };
  }
  try {
    const commit = await source.readCommit(revision, sync.limit());
    return { ...read, buildFiles, renamedTo, commit };
  } catch (error) {
    signal.throwIfAborted();
    // Only people read it, so no sync fails without it.
    const reason = stringifyError(error);
    log.info(
      `Could not read the author and message of commit ${revision}: ${reason}`,
    );
    return { ...read, buildFiles, renamedTo };
  }
}

/** What reads a source whose host calls the repository by another name, if there is one. */
export function underNewName(
  source: SourceReader,
  renamedTo: string | undefined,
): SourceReader {
  return (renamedTo && source.withNewName?.(renamedTo)) || source;
}

/** What the host calls the repository by now. A sync that is about build files alone does not ask. */
async function readNewName(
  sync: RunningSync,
  options: Pick<
    Parameters<typeof readSource>[1],
    'source' | 'renamedTo' | 'isNameKnown'
  >,
): Promise<string | undefined> {
  const { trigger, signal, log } = sync;
  const { source, renamedTo: known, isNameKnown } = options;
  if (!source.readNewName || (trigger.pushes && isNameKnown)) {
    return known;
  }
  try {
    const name = await source.readNewName(sync.limit());
    return name && nameOf(name);
  } catch (error) {
    signal.throwIfAborted();
    log.info(
      `Could not read what the host calls the repository: ${stringifyError(
        error,
      )}`,
    );
    return known;
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
