import { SourceFile } from '../files/SourceFile';
import { SyncFindingError } from '../findings';
import { KIND_ENTRIES, SourceFilesConfig } from '../kinds/kinds';
import { candidatesOf } from '../kinds/recordFilePath';

/**
 * What a path in the source is to a sync.
 *
 * - `file`: a file that the sync reads
 * - `path`: a file of which only the path counts
 * - `folder`: a folder that leads to such files
 * - `unused`: anything else
 *
 * @public
 */
export type SourcePathUse = 'file' | 'path' | 'folder' | 'unused';

/** A contract, or a part of one that it refers to. */
const DOCUMENT = /\.(?:ya?ml|json|avsc)$/i;

/**
 * The files of the source that hold records, if they exist: in place of JSON they may be in YAML.
 *
 * @public
 */
export function dataFilesOf(files: SourceFilesConfig): string[] {
  return [...new Set(pathsOf('file', files).flatMap(candidatesOf))];
}

/**
 * Tells what a path in the source is used for. Below the folder of the contracts, only documents are
 * read.
 *
 * @public
 */
export function createPathClassifier(
  files: SourceFilesConfig,
): (path: string) => SourcePathUse {
  const dataFiles = new Set(dataFilesOf(files));
  const prefixes = pathsOf('folder', files).map(folder => `${folder}/`);
  return path => {
    if (dataFiles.has(path)) {
      return 'file';
    }
    if (prefixes.some(it => path.startsWith(it))) {
      return DOCUMENT.test(path) ? 'file' : 'path';
    }
    const leadsToFiles = [...dataFiles, ...prefixes].some(it =>
      it.startsWith(`${path}/`),
    );
    return leadsToFiles ? 'folder' : 'unused';
  };
}

/** Whether a file is below a folder. */
export function isBelow(folder: string, file: { path: string }): boolean {
  return file.path.startsWith(`${folder}/`);
}

/**
 * Refuses a source that has lost a whole file or folder that entities come from: what looks like
 * "everything was removed" is more likely a renamed folder.
 *
 * @param applied - the entities as they were last applied to the catalog
 * @throws SyncFindingError with code NOT_FOUND
 * @public
 */
export function checkVanished(
  applied: { sourceFile: string }[],
  files: SourceFile[],
  paths: SourceFilesConfig,
): void {
  for (const [key, { place }] of KIND_ENTRIES) {
    const path = paths[key];
    const candidates = candidatesOf(path);
    const isOwn = (file: string) =>
      place.type === 'file'
        ? candidates.includes(file)
        : isBelow(path, { path: file });
    const entityCount = applied.filter(e => isOwn(e.sourceFile)).length;
    // Parsing fails without a required file, whether entities come from it or not.
    const isOptional = !place.isRequired;
    if (isOptional && entityCount > 0 && !files.some(f => isOwn(f.path))) {
      throw new SyncFindingError({
        phase: 'FETCH',
        code: 'NOT_FOUND',
        message: `The ${place.type} ${path} is gone from the source, with the ${entityCount} entities that come from it`,
        hint: 'Restore it, or correct its path under staticData.files. If it is meant to go, leave the file with an empty list, or the folder with a README, in its place.',
      });
    }
  }
}

function pathsOf(type: 'file' | 'folder', files: SourceFilesConfig): string[] {
  const paths = KIND_ENTRIES.filter(([, { place }]) => place.type === type).map(
    ([key]) => files[key],
  );
  return [...new Set(paths)];
}
