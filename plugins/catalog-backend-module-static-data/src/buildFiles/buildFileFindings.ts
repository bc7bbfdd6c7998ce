import {
  formatPlace,
  listFirst,
  pluralize,
  SyncFinding,
  SyncFindingCode,
} from '@internal/plugin-static-data-common';
import {
  KINDS,
  RecordOf,
  RepositoryAddress,
  SyncFindingError,
  toRepositoryName,
} from '@internal/plugin-static-data-model';
import { BuildFileEntry } from '@internal/plugin-static-data-node';
import groupBy from 'lodash/groupBy';

/** More failures of one kind than this become one finding. */
const MAX_SINGLE_FAILURES = 3;

const MAX_NAMED_APPLICATIONS = 5;

export type Application = RecordOf<'applications'>;

/** Applications that have the same build files. */
export interface Group {
  key: string;
  address: RepositoryAddress;
  users: Application[];
  previous?: BuildFileEntry;
}

/** Applications whose build files are known. */
export interface KnownGroup extends Group {
  entry: BuildFileEntry;
}

/** A read that failed. */
export interface Failure extends Group {
  finding: SyncFinding;
}

/** The same for every repository, so that there is one finding for all of them. */
export function outOfTime(): SyncFindingError {
  return new SyncFindingError({
    phase: 'FETCH',
    code: 'TIMEOUT',
    message:
      'Build files may take half of the time that a sync has left when it begins to read them, and it was over',
    hint: 'Known API relations are kept; the next sync tries again. Check why the host takes so long, or raise staticData.schedule.timeout.',
  });
}

/** One for all repositories that a host would not let be checked. */
export function toUncheckedFindings(refused: SyncFinding[]): SyncFinding[] {
  const [first] = refused;
  return first
    ? [
        {
          ...first,
          message: `Could not check the build files of ${pluralize(
            refused.length,
            'repository',
            'repositories',
          )} for changes. The first was refused because: ${first.message}`,
        },
      ]
    : [];
}

/** That the host calls a repository otherwise than applications do: one for each of them. */
export function toRenamedFindings(
  { renamedTo }: BuildFileEntry,
  { address, users }: Group,
): SyncFinding[] {
  return renamedTo === undefined
    ? []
    : users.map(application => ({
        severity: 'warning',
        phase: 'FETCH',
        code: 'RENAMED_REPOSITORY',
        message: `${application.id} names ${toRepositoryName(
          address,
        )}, which is called ${renamedTo} now`,
        hint: `Write ${renamedTo} in the application. The host leads from the old name to the new one, but only until another repository has the old name.`,
        ...application.location,
        entity: KINDS.applications.entityRefOf(application),
      }));
}

/** What is wrong with build files that were read, or that there are none. */
export function toFindings(
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
 * What is said of scripts that are not read: of the builds of many applications, together, as they may
 * all apply the same.
 *
 * @param findings - some for each application
 */
export function toScriptFindings(findings: SyncFinding[]): SyncFinding[] {
  const applications = Object.values(groupBy(findings, 'entity'));
  if (applications.length <= MAX_SINGLE_FAILURES) {
    return findings;
  }
  const [first] = findings;
  const places = applications.map(([{ file, line }]) =>
    formatPlace(file ?? '', line),
  );
  return [
    {
      ...first,
      message: `The builds of ${
        applications.length
      } applications apply scripts that are not in their repositories, or whose paths they compute; API references in these are not read: ${listFirst(
        places,
        MAX_SINGLE_FAILURES,
      )}`,
    },
  ];
}

/**
 * Finds applications that have all relations of the same build files, unless each of them names
 * the folder: then they mean to share them.
 */
export async function findSharedBuildFiles(
  groups: KnownGroup[],
  yieldWhenDue: () => Promise<void>,
): Promise<SyncFinding[]> {
  // A place can be written in several ways, so the lines that the relations come from tell it.
  const byLines = new Map<string, KnownGroup[]>();
  for (const group of groups) {
    await yieldWhenDue();
    const { providesApis, consumesApis } = group.entry;
    if (providesApis.length + consumesApis.length > 0) {
      const lines = JSON.stringify([providesApis, consumesApis]).toLowerCase();
      const sharing = byLines.get(lines) ?? [];
      sharing.push(group);
      byLines.set(lines, sharing);
    }
  }
  return [...byLines.values()].flatMap(sharing => {
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
          users,
          MAX_NAMED_APPLICATIONS,
          { describe: ({ id }) => id },
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
export function toFailureFindings(failures: Failure[]): SyncFinding[] {
  const byReason = groupBy(failures, ({ address, finding }) =>
    REASONS_OF_HOSTS.includes(finding.code)
      ? `${address.host} ${finding.code}`
      : finding.message,
  );
  return Object.values(byReason).flatMap(group => {
    // A limit is of the host, however many repositories are left.
    const isOfHost = group[0].finding.code === 'RATE_LIMIT';
    return group.length > (isOfHost ? 1 : MAX_SINGLE_FAILURES)
      ? [toSharedFinding(group)]
      : group.map(toFailureFinding);
  });
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
      failures,
      MAX_SINGLE_FAILURES,
      { describe: ({ key }) => key },
    )}. The first failed because: ${finding.message}`,
    hint: finding.hint,
  };
}
