import {
  RepositoryTiming,
  SyncFinding,
} from '@internal/plugin-static-data-common';
import {
  BuildFileReferences,
  createYielder,
  findRepository,
  ReportFinding,
  sortYielding,
  SyncFindingError,
  toAddressText,
  toRepositoryName,
} from '@internal/plugin-static-data-model';
import { BuildFileEntry } from '@internal/plugin-static-data-node';
import partition from 'lodash/partition';
import {
  BuildFilesReadResult,
  ReadTime,
  SourceReader,
} from '../source/SourceReader';
import { isLimit, keepKnown, toEntry, toFailedEntry } from './buildFileEntries';
import {
  Application,
  Failure,
  findSharedBuildFiles,
  Group,
  KnownGroup,
  outOfTime,
  toFailureFindings,
  toFindings,
  toRenamedFindings,
  toScriptFindings,
} from './buildFileFindings';
import {
  findTooManyRelations,
  KnownBuildFiles,
  toTooManyRelationsFinding,
} from './buildFileLimits';
import { inWaves, isTooLarge, readRepository } from './inWaves';

export interface BuildFilesResult {
  /** By application id; applications whose build files are not known are absent. */
  references: Map<string, BuildFileReferences>;
  /** Entries that are new or have changed. */
  entries: BuildFileEntry[];
  /** Keys of stored entries that no application names any more. */
  removed: string[];
  /** How long each repository took. */
  timings: RepositoryTiming[];
  /**
   * The address that the next sync goes on at, after those that are new, because a limit was reached before
   * it was read.
   */
  resumeAt?: string;
}

/** Reads the build files of every application, those of one address once. */
export async function readBuildFiles(options: {
  applications: Application[];
  stored: BuildFileEntry[];
  source: SourceReader;
  report: ReportFinding;
  signal: AbortSignal;
  /** When it is over, what is known of the others stays. */
  limit?: ReadTime;
  /** Where to go on with those that were asked for before, so that every one gets its turn. */
  startAt?: string;
  /** What was read already, by address. */
  checked?: Map<string, BuildFilesReadResult>;
  /**
   * The repositories to look at; of the others, what is stored is taken as it is, failures included.
   * All if it is undefined.
   */
  only?: Set<string>;
  /**
   * Called with the number of repositories that have been read, and with the address of the one that
   * has been read for the longest time.
   */
  onProgress?: (done: number, total: number, waitingFor?: string) => void;
}): Promise<BuildFilesResult> {
  const { applications, stored, source, report, signal, onProgress } = options;
  const { limit = { signal }, checked, only } = options;
  const yieldWhenDue = createYielder(signal);
  const groups = await groupByAddress(
    applications,
    stored,
    source,
    yieldWhenDue,
  );
  const [asked, fresh] = partition(
    [...groups.values()],
    ({ previous }) => previous !== undefined,
  );
  const [unread, known] = partition(asked, isUnread);
  const inTurn = startingAt(
    [...unread, ...(await sortYielding(known, byKey, yieldWhenDue))],
    options.startAt,
  );
  const toRead = [...fresh, ...inTurn].filter(
    ({ address, previous }) =>
      !only || !previous || only.has(toRepositoryName(address)),
  );
  const result: BuildFilesResult = {
    references: new Map(),
    entries: [],
    removed: stored
      .map(entry => entry.repository)
      .filter(key => !groups.has(key)),
    timings: [],
  };

  const knownFiles = new KnownBuildFiles(groups.values());

  // in the order in which they began
  const beingRead = new Set<string>();
  const tellProgress = () => {
    const [waitingFor] = beingRead;
    onProgress?.(result.timings.length, toRead.length, waitingFor);
  };

  let parsing: Promise<unknown> = Promise.resolve();
  // One after the other: together, they would hold the event loop for as long as they all may.
  const parse = (read: BuildFilesReadResult, group: Group) => {
    const parsed = parsing.then(async () => {
      const started = performance.now();
      const entry = await toEntry(read, group, yieldWhenDue);
      return { entry, duration: performance.now() - started };
    });
    parsing = parsed.catch(() => {});
    return parsed;
  };
  const entries = await inWaves(toRead, source, async (group, maxTotalSize) => {
    signal.throwIfAborted();
    beingRead.add(group.key);
    tellProgress();
    const started = performance.now();
    const read =
      checked?.get(group.key) ??
      (await readRepository(source, group, { limit, maxTotalSize }).catch(
        (error: unknown) => {
          signal.throwIfAborted();
          if (limit.signal.aborted) {
            return outOfTime();
          }
          if (error instanceof SyncFindingError) {
            return error;
          }
          throw error;
        },
      ));
    if (maxTotalSize !== undefined && isTooLarge(read)) {
      beingRead.delete(group.key);
      return undefined;
    }
    const fetchMs = toMilliseconds(performance.now() - started);
    const parsed =
      read instanceof SyncFindingError ? undefined : await parse(read, group);
    result.timings.push({
      repository: group.key,
      fetchMs,
      parseMs: parsed && 'files' in read ? toMilliseconds(parsed.duration) : 0,
    });
    beingRead.delete(group.key);
    tellProgress();
    if (!parsed) {
      return toFailedEntry(group, (read as SyncFindingError).finding);
    }
    const entry = keepKnown(parsed.entry, group.previous);
    return knownFiles.put(entry, group);
  });

  const entryByGroup = new Map(
    toRead.map((group, index) => [group, entries[index]]),
  );
  const entryOf = (group: Group) => entryByGroup.get(group) ?? group.previous!;
  const [refused, nextRefused = refused] = inTurn.filter(group =>
    isLimit(entryOf(group).failure),
  );
  // What was asked for first and refused takes more than a sync may ask: the others do not wait for it.
  result.resumeAt = (refused === toRead[0] ? nextRefused : refused)?.key;
  const failures: Failure[] = [];
  const scriptFindings: SyncFinding[] = [];
  const withBuildFiles: KnownGroup[] = [];
  // In the order of the applications, whichever was read first.
  for (const group of groups.values()) {
    await yieldWhenDue();
    const entry = entryOf(group);
    if (entry.failure) {
      failures.push({ ...group, finding: entry.failure });
    } else {
      const [ofScripts, others] = partition(
        toFindings(entry, group),
        ({ code }) => code === 'UNREAD_SCRIPT',
      );
      scriptFindings.push(...ofScripts);
      others.forEach(report);
      toRenamedFindings(entry, group).forEach(report);
    }
    if (entry !== group.previous) {
      result.entries.push(entry);
    }
    if (entry.paths.length > 0) {
      withBuildFiles.push({ ...group, entry });
    }
  }
  const tooMany = findTooManyRelations(withBuildFiles);
  for (const group of withBuildFiles) {
    await yieldWhenDue();
    if (tooMany.has(group)) {
      report(toTooManyRelationsFinding(group));
      continue;
    }
    const references = {
      provides: group.entry.providesApis,
      consumes: group.entry.consumesApis,
    };
    group.users.forEach(({ id }) => result.references.set(id, references));
  }
  toFailureFindings(failures).forEach(report);
  toScriptFindings(scriptFindings).forEach(report);
  (await findSharedBuildFiles(withBuildFiles, yieldWhenDue)).forEach(report);
  return result;
}

function isUnread({ previous }: Group): boolean {
  return previous?.isUnread ?? false;
}

function byKey(left: Group, right: Group): number {
  return left.key < right.key ? -1 : 1;
}

/**
 * Begins at an address, or where it would be among those that are known, and goes on with those before it
 * after the last.
 */
function startingAt(groups: Group[], start: string | undefined): Group[] {
  if (start === undefined) {
    return groups;
  }
  const exact = groups.findIndex(({ key }) => key === start);
  const index =
    exact >= 0
      ? exact
      : Math.max(
          0,
          groups.findIndex(group => !isUnread(group) && group.key >= start),
        );
  return [...groups.slice(index), ...groups.slice(0, index)];
}

/** To the microsecond: most build files are parsed in less than a millisecond, which is not 0. */
function toMilliseconds(duration: number): number {
  return Math.max(0.001, Math.round(duration * 1000) / 1000);
}

async function groupByAddress(
  applications: Application[],
  stored: BuildFileEntry[],
  { hosts }: SourceReader,
  yieldWhenDue: () => Promise<void>,
): Promise<Map<string, Group>> {
  // What is damaged in the store is read as if for the first time.
  const known = stored.filter(({ unreadable }) => !unreadable);
  const storedByKey = new Map(known.map(entry => [entry.repository, entry]));
  const groups = new Map<string, Group>();
  for (const application of applications) {
    await yieldWhenDue();
    const { address } = findRepository(application.repository, hosts);
    if (address) {
      const key = toAddressText(address);
      const group = groups.get(key) ?? {
        key,
        address,
        users: [],
        previous: storedByKey.get(key),
      };
      group.users.push(application);
      groups.set(key, group);
    }
  }
  return groups;
}
