import { SourceFilesConfig } from './SourceFile';

/** Names of a build file at the root of a repository, the preferred one first. */
export const BUILD_FILE_NAMES = ['build.gradle.kts', 'build.gradle'] as const;

/**
 * What a path in the source is to a sync.
 *
 * - `file`: a file that the sync reads
 * - `folder`: a folder that leads to such files
 * - `unused`: anything else
 */
export type SourcePathUse = 'file' | 'folder' | 'unused';

/** The JSON files of the source. */
export function dataFilesOf(files: SourceFilesConfig): string[] {
  return [
    ...new Set([
      files.applications,
      files.squads,
      files.boundedContexts,
      files.domains,
    ]),
  ];
}

/**
 * Tells what a path in the source is used for. Everything below the folder of
 * the contracts is a file.
 */
export function createPathClassifier(
  files: SourceFilesConfig,
): (path: string) => SourcePathUse {
  const dataFiles = new Set(dataFilesOf(files));
  const folders = new Set<string>();
  for (const path of [...dataFiles, `${files.contracts}/`]) {
    const segments = path.split('/').slice(0, -1);
    segments.forEach((_segment, index) =>
      folders.add(segments.slice(0, index + 1).join('/')),
    );
  }
  return path => {
    if (dataFiles.has(path) || path.startsWith(`${files.contracts}/`)) {
      return 'file';
    }
    return folders.has(path) ? 'folder' : 'unused';
  };
}

/** Orders by code unit, the same on every machine. */
export function compareByPath(
  a: { path: string },
  b: { path: string },
): number {
  if (a.path === b.path) {
    return 0;
  }
  return a.path < b.path ? -1 : 1;
}
