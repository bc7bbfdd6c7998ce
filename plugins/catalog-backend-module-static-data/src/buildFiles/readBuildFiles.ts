import {
  RepositoryTiming,
  SyncFinding,
  SyncFindingCode,
} from '@internal/plugin-static-data-common';
import {
  ApiReference,
  BuildFileReferences,
  createYielder,
  findRepository,
  parseBuildFile,
  ReportFinding,
  runSteps,
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
import {
  Application,
  Failure,
  findSharedBuildFiles,
  Group,
  KnownGroup,
  outOfTime,
  toFailureFindings,
  toFindings,
  toScriptFindings,
} from './buildFileFindings';
import { inWaves, isTooLarge, readRepository } from './inWaves';

/** Why a repository was not read although nothing may be wrong with it. */
const CODES_OF_LIMITS: SyncFindingCode[] = ['RATE_LIMIT', 'TIMEOUT'];

export interface BuildFilesResult {
  /** By application id; applications whose build files are not known are absent. */
  references: Map<string, BuildFileReferences>;
  /** Entries that are new or have changed. */
  entries: BuildFileEntry[];
  /** Keys of stored entries that no application names any more. */
  removed: string[];
  /** How long each repository took. */
  timings: RepositoryTiming[];
  /** The first address that was not read because a limit was reached; the next sync begins there. */
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
  /** The address to begin with, so that every one gets its turn. */
  startAt?: string;
  /** What was read already, by address. */
  checked?: Map<string, BuildFilesReadResult>;
  /**
   * Called with the number of repositories that have been read, and with the address of the one that
   * has been read for the longest time.
   */
  onProgress?: (done: number, total: number, waitingFor?: string) => void;
}): Promise<BuildFilesResult> {
  const { applications, stored, source, report, signal, onProgress } = options;
  const { limit = { signal }, checked } = options;
  const groups = groupByAddress(applications, stored, source);
  const result: BuildFilesResult = {
    references: new Map(),
    entries: [],
    removed: stored
      .map(entry => entry.repository)
      .filter(key => !groups.has(key)),
    timings: [],
  };

  // in the order in which they began
  const beingRead = new Set<string>();
  const tellProgress = () => {
    const [waitingFor] = beingRead;
    onProgress?.(result.timings.length, groups.size, waitingFor);
  };

  const yieldWhenDue = createYielder(signal);
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
  const reads = await inWaves(
    startingAt([...groups.values()], ({ key }) => key === options.startAt),
    source,
    async (group, maxTotalSize) => {
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
        parseMs:
          parsed && 'files' in read ? toMilliseconds(parsed.duration) : 0,
      });
      beingRead.delete(group.key);
      tellProgress();
      const { previous } = group;
      const entry = parsed ? keepKnown(parsed.entry, previous) : previous;
      // Without what was read: the contents of all build files would be in memory at once.
      const failure =
        read instanceof SyncFindingError ? read.finding : undefined;
      return { group, failure, entry };
    },
  );

  result.resumeAt = reads.find(
    ({ failure }) => failure && CODES_OF_LIMITS.includes(failure.code),
  )?.group.key;
  // In the order of the applications, whichever was read first.
  const ordered = startingAt(
    reads,
    ({ group }) => group === groups.values().next().value,
  );
  const failures: Failure[] = [];
  const scriptFindings: SyncFinding[] = [];
  const known: KnownGroup[] = [];
  for (const { group, failure, entry } of ordered) {
    if (failure) {
      failures.push({ ...group, finding: failure });
    } else {
      const [ofScripts, others] = partition(
        toFindings(entry!, group),
        ({ code }) => code === 'UNREAD_SCRIPT',
      );
      scriptFindings.push(...ofScripts);
      others.forEach(report);
    }
    if (entry && entry !== group.previous) {
      result.entries.push(entry);
    }
    if (entry && entry.paths.length > 0) {
      const references = {
        provides: entry.providesApis,
        consumes: entry.consumesApis,
      };
      group.users.forEach(({ id }) => result.references.set(id, references));
      known.push({ ...group, entry });
    }
  }
  toFailureFindings(failures).forEach(report);
  toScriptFindings(scriptFindings).forEach(report);
  findSharedBuildFiles(known).forEach(report);
  return result;
}

/** Begins with an item, and goes on with those before it after the last. */
function startingAt<Item>(
  items: Item[],
  isFirst: (item: Item) => boolean,
): Item[] {
  const index = Math.max(0, items.findIndex(isFirst));
  return [...items.slice(index), ...items.slice(0, index)];
}

/** To the microsecond: most build files are parsed in less than a millisecond, which is not 0. */
function toMilliseconds(duration: number): number {
  return Math.max(0.001, Math.round(duration * 1000) / 1000);
}

function groupByAddress(
  applications: Application[],
  stored: BuildFileEntry[],
  { hosts }: SourceReader,
): Map<string, Group> {
  // What is damaged in the store is read as if for the first time.
  const known = stored.filter(({ unreadable }) => !unreadable);
  const storedByKey = new Map(known.map(entry => [entry.repository, entry]));
  const groups = new Map<string, Group>();
  for (const application of applications) {
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

/** What a read means: the entry before it, if nothing has changed. */
async function toEntry(
  read: BuildFilesReadResult,
  { key, address, previous }: Group,
  yieldWhenDue: () => Promise<void>,
): Promise<BuildFileEntry> {
  if (read.status === 'unchanged') {
    return read.version === undefined
      ? previous!
      : { ...previous!, version: read.version };
  }
  const repository = toRepositoryName(address);
  const findings: SyncFinding[] = read.findings.map(finding => ({
    ...finding,
    ...(finding.file && { file: `${repository}/${finding.file}` }),
  }));
  const provides: ApiReference[] = [];
  const consumes: ApiReference[] = [];
  for (const { path, content } of read.files) {
    const parsed = await runSteps(
      parseBuildFile(content, `${repository}/${path}`),
      yieldWhenDue,
    );
    findings.push(...parsed.findings);
    provides.push(...parsed.references.provides);
    consumes.push(...parsed.references.consumes);
  }
  return {
    repository: key,
    address,
    paths: read.files.map(({ path }) => path),
    version: read.version,
    providesApis: withoutRepeats(provides),
    consumesApis: withoutRepeats(consumes),
    findings,
  };
}

/** What a broken build file was known to say stays, for a bad read never deletes. */
function keepKnown(
  entry: BuildFileEntry,
  previous: BuildFileEntry | undefined,
): BuildFileEntry {
  const isBroken = entry.findings.some(({ severity }) => severity === 'error');
  return isBroken && previous && previous.paths.length > 0
    ? {
        ...entry,
        providesApis: previous.providesApis,
        consumesApis: previous.consumesApis,
      }
    : entry;
}

function withoutRepeats(references: ApiReference[]): ApiReference[] {
  const byText = new Map<string, ApiReference>();
  for (const each of references) {
    if (!byText.has(each.reference)) {
      byText.set(each.reference, each);
    }
  }
  return [...byText.values()];
}
