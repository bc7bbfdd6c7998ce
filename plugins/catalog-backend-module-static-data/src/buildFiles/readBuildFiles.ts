import {
  RepositoryTiming,
  SyncFinding,
} from '@internal/plugin-static-data-common';
import {
  ApplicationBuildFile,
  RecordOf,
  ApplicationRepository,
  inParallel,
  KINDS,
  parseBuildFile,
  ReportFinding,
  SyncFindingError,
} from '@internal/plugin-static-data-model';
import { BuildFileEntry } from '@internal/plugin-static-data-node';
import { BuildFileReadResult, SourceReader } from '../source/SourceReader';
import { fromRepositoryKey, toRepositoryKey } from './repositoryKey';

/** Repositories to read at the same time. */
const CONCURRENCY = 8;

export interface BuildFilesResult {
  /** By application id; applications without a readable build file are absent. */
  references: Map<string, ApplicationBuildFile>;
  /** Entries that are new or have changed. */
  entries: BuildFileEntry[];
  /** Keys of stored entries that no application names any more. */
  removed: string[];
  /** How long each repository took. */
  timings: RepositoryTiming[];
}

/** Reads the build file of every application, each repository once. */
export async function readBuildFiles(options: {
  applications: RecordOf<'applications'>[];
  stored: BuildFileEntry[];
  source: SourceReader;
  report: ReportFinding;
  signal: AbortSignal;
  /** Called with the number of repositories that have been read. */
  onProgress?: (done: number, total: number) => void;
}): Promise<BuildFilesResult> {
  const { applications, stored, source, report, signal, onProgress } = options;
  const storedByKey = new Map(stored.map(entry => [entry.repository, entry]));
  const applicationsByKey = groupByRepository(applications);
  const result: BuildFilesResult = {
    references: new Map(),
    entries: [],
    removed: stored
      .map(entry => entry.repository)
      .filter(key => !applicationsByKey.has(key)),
    timings: [],
  };

  const reads = await inParallel(
    [...applicationsByKey],
    async ([key, users]) => {
      signal.throwIfAborted();
      const application = users[0];
      const previous = storedByKey.get(key);
      const started = performance.now();
      const fetched = await source
        .readBuildFile(application.repository, {
          previous: toPrevious(previous),
          signal,
        })
        .catch((error: unknown) => {
          signal.throwIfAborted();
          if (error instanceof SyncFindingError) {
            return error;
          }
          throw error;
        });
      const fetchedAt = performance.now();
      const judged = judgeBuildFile(fetched, key, application, previous);
      result.timings.push({
        repository: key,
        fetchMs: toMilliseconds(fetchedAt - started),
        parseMs:
          'content' in fetched
            ? toMilliseconds(performance.now() - fetchedAt)
            : 0,
      });
      onProgress?.(result.timings.length, applicationsByKey.size);
      return { users, previous, ...judged };
    },
    CONCURRENCY,
  );
  // In the order of the applications, whichever was read first.
  for (const { users, previous, entry, findings } of reads) {
    findings.forEach(report);
    if (entry && entry !== previous) {
      result.entries.push(entry);
    }
    if (entry?.path) {
      const { path, providesApis, consumesApis } = entry;
      const references = {
        file: path,
        provides: providesApis,
        consumes: consumesApis,
      };
      users.forEach(({ id }) => result.references.set(id, references));
    }
  }
  return result;
}

/** Whether no build file has changed since it was stored. */
export async function areBuildFilesUnchanged(options: {
  stored: BuildFileEntry[];
  source: SourceReader;
  signal: AbortSignal;
}): Promise<boolean> {
  const { stored, source, signal } = options;
  let unchanged = true;
  const check = async (entry: BuildFileEntry) => {
    if (!unchanged) {
      return;
    }
    signal.throwIfAborted();
    try {
      const { status } = await source.readBuildFile(
        fromRepositoryKey(entry.repository),
        { previous: toPrevious(entry), signal },
      );
      unchanged &&=
        status === 'unchanged' || (status === 'missing' && !entry.path);
    } catch (error) {
      signal.throwIfAborted();
      // The full read will fail in the same way, and report it.
      unchanged = false;
    }
  };
  await inParallel(stored, check, CONCURRENCY);
  return unchanged;
}

/** To the microsecond: most build files are parsed in less than a millisecond, which is not 0. */
function toMilliseconds(duration: number): number {
  return Math.max(0.001, Math.round(duration * 1000) / 1000);
}

type ApplicationWithRepository = RecordOf<'applications'> & {
  repository: ApplicationRepository;
};

function groupByRepository(
  applications: RecordOf<'applications'>[],
): Map<string, ApplicationWithRepository[]> {
  const groups = new Map<string, ApplicationWithRepository[]>();
  for (const { repository, ...application } of applications) {
    if (repository) {
      const key = toRepositoryKey(repository);
      const users = groups.get(key) ?? [];
      users.push({ ...application, repository });
      groups.set(key, users);
    }
  }
  return groups;
}

function toPrevious(entry: BuildFileEntry | undefined) {
  return entry?.path ? { path: entry.path, etag: entry.etag } : undefined;
}

/** @returns the entry to use, which is the previous one where nothing better was read */
function judgeBuildFile(
  read: BuildFileReadResult | SyncFindingError,
  key: string,
  application: ApplicationWithRepository,
  previous: BuildFileEntry | undefined,
): { entry?: BuildFileEntry; findings: SyncFinding[] } {
  const entity = KINDS.applications.entityRefOf(application);
  if (read instanceof SyncFindingError) {
    // Known API relations are kept: a failed read never deletes anything.
    const finding = {
      ...read.finding,
      entity,
      message: `Could not read the build file of ${application.id} from ${key}: ${read.finding.message}`,
    };
    return { entry: previous, findings: [finding] };
  }
  if (read.status === 'unchanged') {
    return { entry: previous, findings: [] };
  }
  if (read.status === 'missing') {
    const finding: SyncFinding = {
      severity: 'warning',
      phase: 'FETCH',
      code: 'MISSING_BUILD_FILE',
      message: `${application.id} has no build file in ${key}`,
      hint: 'Add a build.gradle or build.gradle.kts to the repository, or remove the repository from the application.',
      ...application.location,
      entity,
    };
    return {
      entry: { repository: key, path: '', providesApis: [], consumesApis: [] },
      findings: [finding],
    };
  }

  const parsed = parseBuildFile(read.content, read.path);
  const findings = parsed.findings.map(finding => ({
    ...finding,
    entity,
    file: `${key}/${read.path}`,
  }));
  const isBroken = findings.some(({ severity }) => severity === 'error');
  if (isBroken && previous?.path) {
    return { entry: previous, findings };
  }
  return {
    entry: {
      repository: key,
      path: read.path,
      // Without an etag, the next sync reads the file again, and so finds the same again.
      etag: findings.length === 0 ? read.etag : undefined,
      providesApis: parsed.references.provides,
      consumesApis: parsed.references.consumes,
    },
    findings,
  };
}
