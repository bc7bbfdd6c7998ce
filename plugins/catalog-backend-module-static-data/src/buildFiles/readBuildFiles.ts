import groupBy from 'lodash/groupBy';
import {
  pluralize,
  RepositoryTiming,
  SyncFinding,
  SyncFindingCode,
  listFirst,
} from '@internal/plugin-static-data-common';
import {
  ApiReference,
  BuildFileReferences,
  createYielder,
  findRepository,
  inParallel,
  KINDS,
  parseBuildFile,
  RecordOf,
  ReportFinding,
  RepositoryAddress,
  runSteps,
  SyncFindingError,
  toAddressText,
  toRepositoryName,
  untilAborted,
} from '@internal/plugin-static-data-model';
import { BuildFileEntry } from '@internal/plugin-static-data-node';
import { BuildFilesReadResult, SourceReader } from '../source/SourceReader';

/** Repositories to read at the same time. */
const CONCURRENCY = 8;

/** More failures of one kind than this become one finding. */
const MAX_SINGLE_FAILURES = 3;

const MAX_NAMED_APPLICATIONS = 5;

export interface BuildFilesResult {
  /** By application id; applications whose build files are not known are absent. */
  references: Map<string, BuildFileReferences>;
  /** Entries that are new or have changed. */
  entries: BuildFileEntry[];
  /** Keys of stored entries that no application names any more. */
  removed: string[];
  /** How long each repository took. */
  timings: RepositoryTiming[];
}

type Application = RecordOf<'applications'>;

/** Applications that have the same build files. */
interface Group {
  key: string;
  address: RepositoryAddress;
  users: Application[];
  previous?: BuildFileEntry;
}

/** Applications whose build files are known. */
interface KnownGroup extends Group {
  entry: BuildFileEntry;
}

/** A read that failed. */
interface Failure extends Group {
  finding: SyncFinding;
}

/** Reads the build files of every application, those of one address once. */
export async function readBuildFiles(options: {
  applications: Application[];
  stored: BuildFileEntry[];
  source: SourceReader;
  report: ReportFinding;
  signal: AbortSignal;
  /** Aborted when the time for build files is over: what is known of the others stays. */
  limit?: AbortSignal;
  /** Called with the number of repositories that have been read. */
  onProgress?: (done: number, total: number) => void;
}): Promise<BuildFilesResult> {
  const { applications, stored, source, report, signal, onProgress } = options;
  const { limit = signal } = options;
  const groups = groupByAddress(applications, stored, source);
  const result: BuildFilesResult = {
    references: new Map(),
    entries: [],
    removed: stored
      .map(entry => entry.repository)
      .filter(key => !groups.has(key)),
    timings: [],
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
  const reads = await inParallel(
    [...groups.values()],
    async group => {
      signal.throwIfAborted();
      const started = performance.now();
      const read = await untilAborted(limit, () =>
        source.readBuildFiles(group.address, {
          previous: group.previous?.version,
          hadFiles: (group.previous?.paths.length ?? 0) > 0,
          signal: limit,
        }),
      ).catch((error: unknown) => {
        signal.throwIfAborted();
        if (limit.aborted) {
          return outOfTime();
        }
        if (error instanceof SyncFindingError) {
          return error;
        }
        throw error;
      });
      const fetchMs = toMilliseconds(performance.now() - started);
      const parsed =
        read instanceof SyncFindingError ? undefined : await parse(read, group);
      result.timings.push({
        repository: group.key,
        fetchMs,
        parseMs:
          parsed && 'files' in read ? toMilliseconds(parsed.duration) : 0,
      });
      onProgress?.(result.timings.length, groups.size);
      const { previous } = group;
      const entry = parsed ? keepKnown(parsed.entry, previous) : previous;
      // Without what was read: the contents of all build files would be in memory at once.
      const failure =
        read instanceof SyncFindingError ? read.finding : undefined;
      return { group, failure, entry };
    },
    CONCURRENCY,
  );

  // In the order of the applications, whichever was read first.
  const failures: Failure[] = [];
  const known: KnownGroup[] = [];
  for (const { group, failure, entry } of reads) {
    if (failure) {
      failures.push({ ...group, finding: failure });
    } else {
      toFindings(entry!, group).forEach(report);
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
  findSharedBuildFiles(known).forEach(report);
  return result;
}

/**
 * Whether no build file has changed since it was stored.
 *
 * @returns undefined if any has, else the entries with what to ask with next time
 */
export async function checkBuildFiles(options: {
  stored: BuildFileEntry[];
  source: SourceReader;
  signal: AbortSignal;
  /** Aborted when the time for it is over. */
  limit?: AbortSignal;
}): Promise<BuildFileEntry[] | undefined> {
  const { stored, source, signal, limit = signal } = options;
  const moved: BuildFileEntry[] = [];
  let unchanged = true;
  const check = async (entry: BuildFileEntry) => {
    if (!unchanged) {
      return;
    }
    signal.throwIfAborted();
    try {
      const read = await untilAborted(limit, () =>
        source.readBuildFiles(entry.address, {
          previous: entry.version,
          hadFiles: entry.paths.length > 0,
          signal: limit,
        }),
      );
      const isStillMissing =
        read.status === 'read' &&
        read.files.length + entry.paths.length === 0 &&
        JSON.stringify(read.findings) === JSON.stringify(entry.findings);
      unchanged &&= read.status === 'unchanged' || isStillMissing;
      if (read.version !== undefined) {
        moved.push({ ...entry, version: read.version });
      }
    } catch (error) {
      signal.throwIfAborted();
      // The full read will fail in the same way, and report it.
      unchanged = false;
    }
  };
  if (stored.some(({ unreadable }) => unreadable)) {
    return undefined;
  }
  await inParallel(stored, check, CONCURRENCY);
  return unchanged ? moved : undefined;
}

/** The same for every repository, so that there is one finding for all of them. */
function outOfTime(): SyncFindingError {
  return new SyncFindingError({
    phase: 'FETCH',
    code: 'TIMEOUT',
    message:
      'Build files may take half of the time that a sync has left when it begins to read them, and it was over',
    hint: 'Known API relations are kept; the next sync tries again. Check why the host takes so long, or raise staticData.schedule.timeout.',
  });
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

function toFindings(
  { paths, findings }: BuildFileEntry,
  { key, users: [application] }: Group,
): SyncFinding[] {
  const entity = KINDS.applications.entityRefOf(application);
  if (paths.length > 0 || findings.length > 0) {
    return findings.map(finding => ({
      ...finding,
      ...(finding.file === undefined && application.location),
      entity,
    }));
  }
  return [
    {
      severity: 'warning',
      phase: 'FETCH',
      code: 'MISSING_BUILD_FILE',
      message: `${application.id} has no build file in ${key}`,
      hint: "Add a build.gradle or build.gradle.kts there, name the folder that has one in 'path', or remove the repository from the application.",
      ...application.location,
      entity,
    },
  ];
}

/**
 * Finds applications that have all relations of the same build files, unless each of them names
 * the folder: then they mean to share them.
 */
function findSharedBuildFiles(groups: KnownGroup[]): SyncFinding[] {
  const related = groups.filter(
    ({ entry }) => entry.providesApis.length + entry.consumesApis.length > 0,
  );
  // A place can be written in several ways, so the lines that the relations come from tell it.
  const byLines = groupBy(related, ({ entry }) =>
    JSON.stringify([entry.providesApis, entry.consumesApis]).toLowerCase(),
  );
  return Object.values(byLines).flatMap(sharing => {
    const users = sharing.flatMap(group => group.users);
    const vague = sharing.flatMap(group =>
      group.users.filter(user => !namesFolder(user, group.address)),
    );
    if (users.length === 1 || vague.length === 0) {
      return [];
    }
    const [{ entry }] = sharing;
    const [{ file }] = [...entry.providesApis, ...entry.consumesApis];
    const [application] = vague;
    return [
      {
        severity: 'warning',
        phase: 'PARSE',
        code: 'SHARED_BUILD_FILE',
        message: `${
          users.length
        } applications have the same relations to APIs, those of ${file}: ${listFirst(
          users.map(({ id }) => id),
          MAX_NAMED_APPLICATIONS,
        )}`,
        hint: `Name the folder of each application in 'path'. If they share the build file on purpose, say so with "path": "${
          sharing[0].address.path ?? '.'
        }" in each.`,
        ...application.location,
        entity: KINDS.applications.entityRefOf(application),
      },
    ];
  });
}

function namesFolder(
  { repository }: Application,
  { path, refAndPath }: RepositoryAddress,
): boolean {
  return (
    repository.path !== undefined ||
    path !== undefined ||
    (refAndPath?.includes('/') ?? false)
  );
}

/** What many repositories of a host fail for together, each with a message of its own. */
const REASONS_OF_HOSTS: SyncFindingCode[] = [
  'AUTH',
  'MISSING_REPOSITORY',
  'NETWORK',
  'RATE_LIMIT',
];

/** One finding for each failure, or one for all that have the same reason. */
function toFailureFindings(failures: Failure[]): SyncFinding[] {
  const byReason = groupBy(failures, ({ address, finding }) =>
    REASONS_OF_HOSTS.includes(finding.code)
      ? `${address.host} ${finding.code}`
      : finding.message,
  );
  return Object.values(byReason).flatMap(group =>
    group.length > MAX_SINGLE_FAILURES
      ? [toSharedFinding(group)]
      : group.map(toFailureFinding),
  );
}

function toFailureFinding(failure: Failure): SyncFinding {
  const { key, address, users, finding } = failure;
  const [application] = users;
  return {
    ...finding,
    ...(finding.file === undefined
      ? application.location
      : { file: `${toRepositoryName(address)}/${finding.file}` }),
    entity: KINDS.applications.entityRefOf(application),
    message: `Could not read the build files of ${application.id} from ${key}: ${finding.message}`,
  };
}

function toSharedFinding(failures: Failure[]): SyncFinding {
  const [{ finding, address }] = failures;
  const names = failures.map(({ key }) => key);
  const applications = failures.reduce(
    (sum, { users }) => sum + users.length,
    0,
  );
  const where = address.host === undefined ? '' : ` on ${address.host}`;
  return {
    severity: finding.severity,
    phase: finding.phase,
    code: finding.code,
    message: `Could not read the build files of ${pluralize(
      applications,
      'application',
      'applications',
    )} from ${failures.length} repositories${where}: ${listFirst(
      names,
      MAX_SINGLE_FAILURES,
    )}. The first failed because: ${finding.message}`,
    hint: finding.hint,
  };
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
