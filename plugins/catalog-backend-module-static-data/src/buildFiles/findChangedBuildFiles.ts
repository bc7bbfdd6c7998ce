import {
  ApiReference,
  findRepository,
  KINDS,
  RecordOf,
  RepositoryHost,
  toAddressText,
  toRepositoryName,
} from '@internal/plugin-static-data-model';
import { BuildFileEntry } from '@internal/plugin-static-data-node';

/**
 * The build files that say something else about relations than before, by the ref of the
 * application that they are of. Of several build files of an application it is one of those that
 * do.
 */
export function findChangedBuildFiles(
  applications: RecordOf<'applications'>[],
  hosts: RepositoryHost[],
  stored: BuildFileEntry[],
  read: BuildFileEntry[],
): Map<string, string> {
  const storedByKey = new Map(stored.map(entry => [entry.repository, entry]));
  const changed = new Map(
    read.flatMap(entry => {
      const file = findChangedFile(storedByKey.get(entry.repository), entry);
      return file === undefined ? [] : [[entry.repository, file] as const];
    }),
  );
  return new Map(
    applications.flatMap(application => {
      const { address } = findRepository(application.repository, hosts);
      const file = address && changed.get(toAddressText(address));
      return file ? [[KINDS.applications.entityRefOf(application), file]] : [];
    }),
  );
}

/** The file of a reference that only one of two entries has; or if the order differs, any file. */
function findChangedFile(
  before: BuildFileEntry | undefined,
  after: BuildFileEntry,
): string | undefined {
  for (const field of ['providesApis', 'consumesApis'] as const) {
    const [old, now] = [before?.[field] ?? [], after[field]];
    const isSame =
      old.length === now.length &&
      old.every(({ reference }, index) => reference === now[index].reference);
    if (!isSame) {
      const [path] = [...after.paths, ...(before?.paths ?? [])];
      return (
        without(now, old)?.file ??
        without(old, now)?.file ??
        `${toRepositoryName(after.address)}/${path}`
      );
    }
  }
  return undefined;
}

/** The first reference that is not among others. */
function without(
  references: ApiReference[],
  others: ApiReference[],
): ApiReference | undefined {
  const texts = new Set(others.map(({ reference }) => reference));
  return references.find(({ reference }) => !texts.has(reference));
}
