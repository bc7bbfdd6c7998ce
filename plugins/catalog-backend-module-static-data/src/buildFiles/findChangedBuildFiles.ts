import { isDeepStrictEqual } from 'node:util';
import { KINDS, RecordOf } from '@internal/plugin-static-data-model';
import { BuildFileEntry } from '@internal/plugin-static-data-node';
import { toRepositoryKey } from './repositoryKey';

/**
 * The build files that say something else about relations than before, by the ref of the
 * application that they are of.
 */
export function findChangedBuildFiles(
  applications: RecordOf<'applications'>[],
  stored: BuildFileEntry[],
  read: BuildFileEntry[],
): Map<string, string> {
  const storedByKey = new Map(stored.map(entry => [entry.repository, entry]));
  const changed = new Map(
    read.flatMap(entry => {
      const before = storedByKey.get(entry.repository);
      const path = entry.path || before?.path;
      const isSame = isDeepStrictEqual(relationsOf(before), relationsOf(entry));
      return isSame || !path
        ? []
        : [[entry.repository, `${entry.repository}/${path}`] as const];
    }),
  );
  return new Map(
    applications.flatMap(application => {
      const { repository } = application;
      const file = repository && changed.get(toRepositoryKey(repository));
      return file ? [[KINDS.applications.entityRefOf(application), file]] : [];
    }),
  );
}

function relationsOf(entry: BuildFileEntry | undefined) {
  return [entry?.providesApis ?? [], entry?.consumesApis ?? []];
}
