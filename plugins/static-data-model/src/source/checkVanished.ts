import { SnapshotEntry } from '../diff/types';
import { SourceFilesConfig } from './SourceFile';
import { SyncStepError } from '../findings';
import { SourceFile } from '../source/SourceFile';

/**
 * Refuses a source in which a whole place that entities come from is gone: what looks
 * like "everything was removed" is more likely a renamed folder.
 *
 * @throws SyncStepError with code NOT_FOUND
 */
export function checkVanished(
  applied: SnapshotEntry[],
  files: SourceFile[],
  config: SourceFilesConfig,
): void {
  const places = [
    { name: `file ${config.domains}`, owns: isFile(config.domains) },
    { name: `folder ${config.contracts}`, owns: isBelow(config.contracts) },
  ];
  for (const { name, owns } of places) {
    const entities = applied.filter(entry => owns(entry.sourceFile)).length;
    if (entities > 0 && !files.some(file => owns(file.path))) {
      throw new SyncStepError({
        phase: 'FETCH',
        code: 'NOT_FOUND',
        message: `The ${name} is gone from the source, with the ${entities} entities that come from it`,
        hint: 'Restore it, or correct its path under staticData.files. If it is meant to go, leave the file with an empty list, or the folder with a README, in its place.',
      });
    }
  }
}

function isFile(path: string) {
  return (file: string) => file === path;
}

function isBelow(folder: string) {
  return (file: string) => file.startsWith(`${folder}/`);
}
