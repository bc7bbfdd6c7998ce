import {
  SyncFinding,
  SyncFindingCode,
} from '@internal/plugin-static-data-common';
import {
  ApiReference,
  parseBuildFile,
  RepositoryAddress,
  runSteps,
  toRepositoryName,
} from '@internal/plugin-static-data-model';
import { BuildFileEntry } from '@internal/plugin-static-data-node';
import isEqual from 'lodash/isEqual';
import { BuildFilesReadResult } from '../source/SourceReader';
import { Group } from './buildFileFindings';

const CODES_OF_LIMITS: SyncFindingCode[] = ['RATE_LIMIT', 'TIMEOUT'];

/** What a read means: the entry before it, if nothing has changed. */
export async function toEntry(
  read: BuildFilesReadResult,
  { key, address, previous }: Group,
  yieldWhenDue: () => Promise<void>,
): Promise<BuildFileEntry> {
  const renamedTo = toNewName(address, read);
  if (read.status === 'unchanged') {
    const { failure, isUnread, ...known } = previous!;
    return read.version === undefined &&
      !failure &&
      renamedTo === known.renamedTo
      ? previous!
      : { ...known, version: read.version ?? known.version, renamedTo };
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
    renamedTo,
  };
}

/** What the host calls a repository now, as `BuildFileEntry` has it. */
export function toNewName(
  { host }: RepositoryAddress,
  { renamedTo }: BuildFilesReadResult,
): string | undefined {
  return renamedTo && toRepositoryName({ host, ...renamedTo });
}

/** Whether it was not its turn, rather than that something may be wrong with it. */
export function isLimit(failure: SyncFinding | undefined): boolean {
  return failure !== undefined && CODES_OF_LIMITS.includes(failure.code);
}

/** What was known before a read that failed, and why it did. */
export function toFailedEntry(
  { key, address, previous }: Group,
  failure: SyncFinding,
): BuildFileEntry {
  if (previous && isEqual(previous.failure, failure)) {
    return previous;
  }
  const nothing = {
    repository: key,
    address,
    paths: [],
    providesApis: [],
    consumesApis: [],
    findings: [],
    isUnread: true,
  };
  const entry = { ...(previous ?? nothing), failure };
  return isLimit(failure) ? entry : { ...entry, isUnread: undefined };
}

/** What a broken build file was known to say stays, for a bad read never deletes. */
export function keepKnown(
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
