import { SyncFinding } from '@internal/plugin-static-data-common';
import { KINDS } from '@internal/plugin-static-data-model';
import { BuildFileEntry } from '@internal/plugin-static-data-node';
import { toFailedEntry } from './buildFileEntries';
import { Group, KnownGroup } from './buildFileFindings';

/** Characters of what is known of all build files of a source: every sync has it in memory. */
const MAX_KNOWN_SIZE = 64 * 1024 * 1024;

/** What a reference or a finding takes beside its texts. */
const SIZE_OF_OBJECT = 50;

/** Relations of all applications of a source: ten of each, if 50,000 entities are all applications. */
const MAX_RELATIONS = 500_000;

/** The same for every repository, so that there is one finding for all of them. */
const NO_ROOM: SyncFinding = {
  severity: 'error',
  phase: 'FETCH',
  code: 'TOO_LARGE',
  message: `The API references and findings of all build files of a source may have ${MAX_KNOWN_SIZE} characters together, and they would be more`,
  hint: 'Name fewer folders whose build files are long, or shorten them. What was known of these is kept.',
};

/** Adds up what is known of all build files of a source. */
export class KnownBuildFiles {
  #size = 0;

  constructor(groups: Iterable<Group>) {
    for (const { previous } of groups) {
      this.#size += sizeOf(previous);
    }
  }

  /** Has an entry take the place of the one before, unless it is longer and there is no room. */
  put(entry: BuildFileEntry, group: Group): BuildFileEntry {
    const added = sizeOf(entry) - sizeOf(group.previous);
    if (added > 0 && this.#size + added > MAX_KNOWN_SIZE) {
      return toFailedEntry(group, NO_ROOM);
    }
    this.#size += added;
    return entry;
  }
}

/**
 * Finds the build files whose applications have more relations than there is room for: of all in
 * the source, those with the most.
 */
export function findTooManyRelations(groups: KnownGroup[]): Set<KnownGroup> {
  const ascending = [...groups].sort(
    (a, b) => countRelations(a) - countRelations(b),
  );
  let sum = 0;
  return new Set(
    ascending.filter(group => {
      sum += countRelations(group);
      return sum > MAX_RELATIONS;
    }),
  );
}

export function toTooManyRelationsFinding(group: KnownGroup): SyncFinding {
  const [application] = group.users;
  return {
    severity: 'warning',
    phase: 'PARSE',
    code: 'TOO_LARGE',
    message: `The build files in ${group.key} state ${countRelations(
      group,
    )} relations of ${
      group.users.length
    } applications to APIs, and those of all applications of a source may be ${MAX_RELATIONS}; all relations that these build files state are left out`,
    hint: "Name the folder of each application in 'path', rather than one build file for many.",
    ...application.location,
    entity: KINDS.applications.entityRefOf(application),
  };
}

function countRelations({ users, entry }: KnownGroup): number {
  return users.length * (entry.providesApis.length + entry.consumesApis.length);
}

function sizeOf(entry: BuildFileEntry | undefined): number {
  let size = 0;
  for (const { reference, file } of [
    ...(entry?.providesApis ?? []),
    ...(entry?.consumesApis ?? []),
  ]) {
    size += SIZE_OF_OBJECT + reference.length + file.length;
  }
  for (const { message, hint, file = '' } of entry?.findings ?? []) {
    size += SIZE_OF_OBJECT + message.length + hint.length + file.length;
  }
  return size;
}
