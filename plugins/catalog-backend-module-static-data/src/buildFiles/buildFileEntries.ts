import {
  SyncFinding,
  SyncFindingCode,
} from '@internal/plugin-static-data-common';
import {
  ApiReference,
  FindingCollector,
  parseBuildFile,
  RepositoryAddress,
  runSteps,
  toRepositoryName,
} from '@internal/plugin-static-data-model';
import { BuildFileEntry } from '@internal/plugin-static-data-node';
import isEqual from 'lodash/isEqual';
import { BuildFilesReadResult } from '../source/SourceReader';
import { Group } from './buildFileFindings';

/** APIs that a build provides, and as many that it consumes; many applications may have one build. */
const MAX_REFERENCES = 1_000;

/** Findings of one code in a build, which are stored with it and told with every sync. */
const MAX_FINDINGS = 100;

const CODES_OF_LIMITS: SyncFindingCode[] = ['RATE_LIMIT', 'TIMEOUT'];

/** References of all files of a build without repeats, of which only the first are kept. */
class References {
  readonly #texts = new Set<string>();
  readonly first: ApiReference[] = [];

  add(reference: ApiReference): void {
    if (this.#texts.has(reference.reference)) {
      return;
    }
    this.#texts.add(reference.reference);
    if (this.first.length < MAX_REFERENCES) {
      // A copy: a part of the build file would keep all of its text in memory.
      const text = Buffer.from(reference.reference, 'utf16le');
      this.first.push({ ...reference, reference: text.toString('utf16le') });
    }
  }

  warnOfLeftOut(relation: string, key: string, findings: FindingCollector) {
    if (this.#texts.size > MAX_REFERENCES) {
      findings.add({
        severity: 'warning',
        phase: 'PARSE',
        code: 'TOO_LARGE',
        message: `The build files in ${key} ${relation} ${
          this.#texts.size
        } APIs; all but the first ${MAX_REFERENCES} are left out`,
        hint: "Name the folder of the application in 'path', if its repository is that of many applications.",
      });
    }
  }
}

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
  const findings = new FindingCollector(MAX_FINDINGS);
  for (const finding of read.findings) {
    findings.add({
      ...finding,
      ...(finding.file && { file: `${repository}/${finding.file}` }),
    });
  }
  const provides = new References();
  const consumes = new References();
  for (const { path, content } of read.files) {
    const parsed = await runSteps(
      parseBuildFile(content, `${repository}/${path}`),
      yieldWhenDue,
    );
    parsed.findings.forEach(finding => findings.add(finding));
    parsed.references.provides.forEach(each => provides.add(each));
    parsed.references.consumes.forEach(each => consumes.add(each));
  }
  provides.warnOfLeftOut('provide', key, findings);
  consumes.warnOfLeftOut('consume', key, findings);
  return {
    repository: key,
    address,
    paths: read.files.map(({ path }) => path),
    version: read.version,
    providesApis: provides.first,
    consumesApis: consumes.first,
    findings: findings.list(),
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
