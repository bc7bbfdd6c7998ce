import { ChangeProvenance } from '@internal/plugin-static-data-common';
import {
  ChangeToRecord,
  dataFilesOf,
  PreviousVersions,
  SourceFile,
  SourceFilesConfig,
} from '@internal/plugin-static-data-model';
import { SourceCommit, SourceCommits } from '../source/SourceReader';
import { CommitHistory } from './CommitHistory';
import { LineFinder } from './LineFinder';

const MAX_NAMED_COMMITS = 5;

/** The fields of an application that come from its build file. */
const BUILD_FILE_FIELDS = ['/spec/providesApis', '/spec/consumesApis'];

export interface TraceOptions {
  /** The revision before; absent if none was read of this source. */
  from: string | undefined;
  /** The revision that was read. */
  to: string;
  /** What an earlier sync found out about entities that it retained, or whose removal it held. */
  known: Map<string, ChangeProvenance | undefined>;
  /** The files at `to`. */
  files: SourceFile[];
  paths: SourceFilesConfig;
  commits: SourceCommits | undefined;
  /** The versions before, of the entities that are updated. */
  previousVersions: PreviousVersions;
  /** The build files of applications, where what they say has changed, by entity ref. */
  buildFiles: Map<string, string>;
  signal: AbortSignal;
  /** Aborted when the host is not waited for any longer. */
  limit: AbortSignal;
}

/**
 * Finds out where changes come from, as far as the host of the source knows: which commits made
 * them, and on which lines. What it does not know is left out.
 *
 * @returns the changes with their provenance, and what kept the host from answering
 */
export async function traceChanges(
  changes: ChangeToRecord[],
  options: TraceOptions,
): Promise<{ changes: ChangeToRecord[]; failure: unknown }> {
  const { from, to, known, paths, buildFiles } = options;
  const history = new CommitHistory({ ...options, revision: to });
  const recordFiles = new Set(dataFilesOf(paths));
  const lines = new LineFinder(history, options);
  const traced: ChangeToRecord[] = [];
  for (const change of changes) {
    const before = known.get(change.entityRef);
    if (known.has(change.entityRef) && isSettled(change, before, to)) {
      traced.push({ ...change, ...(before && { provenance: before }) });
      continue;
    }
    const since = known.has(change.entityRef) ? before?.from : from;
    if (since === undefined) {
      traced.push(change);
      continue;
    }
    const found = recordFiles.has(change.sourceFile)
      ? await traceRecord(history, change, since, to)
      : await traceFile(history, change.sourceFile, since);
    const buildFile = buildFiles.get(change.entityRef);
    const fields = change.differences?.fields ?? [];
    traced.push({
      ...change,
      provenance: {
        from: since,
        to,
        ...(found && nameCommits(found)),
        ...(await lines.find(change, since)),
        ...(buildFile &&
          fields.some(({ path }) => BUILD_FILE_FIELDS.includes(path)) && {
            buildFile,
          }),
      },
    });
  }
  return { changes: traced, failure: history.failure };
}

/** Whether nothing more can have happened to it: it was dropped then, or is as unreadable as then. */
function isSettled(
  { change }: ChangeToRecord,
  before: ChangeProvenance | undefined,
  to: string,
): boolean {
  return (
    change === 'held' ||
    change === 'removed' ||
    (change === 'retained' && before?.to === to)
  );
}

interface FoundCommits {
  scope: 'record' | 'file';
  commits: SourceCommit[];
}

/** Of a file that is one record. */
async function traceFile(
  history: CommitHistory,
  path: string,
  from: string,
): Promise<FoundCommits | undefined> {
  const commits = await history.listTouching(path, from);
  return commits && { scope: 'record', commits };
}

/** Of one record in a file of many. */
async function traceRecord(
  history: CommitHistory,
  { entityRef, sourceFile }: ChangeToRecord,
  from: string,
  to: string,
): Promise<FoundCommits | undefined> {
  const touching = await history.listTouching(sourceFile, from);
  if (!touching || touching.length === 0) {
    return touching && { scope: 'record', commits: touching };
  }
  const [before, after] = [
    await history.readVersion(sourceFile, from),
    await history.readVersion(sourceFile, to),
  ].map(
    version => version && { content: version.records.get(entityRef)?.content },
  );
  if (before && after && before.content === after.content) {
    return { scope: 'record', commits: [] };
  }
  const changing = await history.findChanging(sourceFile, entityRef, touching);
  return changing && changing.length > 0
    ? { scope: 'record', commits: changing }
    : { scope: 'file', commits: touching };
}

function nameCommits({
  scope,
  commits,
}: FoundCommits): Pick<ChangeProvenance, 'scope' | 'commits' | 'commitCount'> {
  return {
    scope,
    commits: commits
      .slice(0, MAX_NAMED_COMMITS)
      .map(({ parents, ...commit }) => commit),
    commitCount: commits.length,
  };
}
