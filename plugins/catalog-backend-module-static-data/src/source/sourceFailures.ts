import { SyncStepError } from '@internal/plugin-static-data-model';

/** The source has more files than a sync reads. */
export function tooManyFiles(maxFiles: number): SyncStepError {
  return new SyncStepError({
    phase: 'FETCH',
    code: 'TOO_LARGE',
    message: `The source has more than ${maxFiles} files.`,
    hint: `Point 'staticData.files.contracts' at a folder that holds contracts alone.`,
  });
}

/** A build file is larger than a sync reads. */
export function buildFileTooLarge(
  file: string,
  repository: string,
  maxFileSize: number,
): SyncStepError {
  return new SyncStepError({
    phase: 'FETCH',
    code: 'TOO_LARGE',
    message: `${file} of ${repository} has more than ${maxFileSize} bytes.`,
    hint: 'Make the file smaller; a build file of this size is likely there by mistake.',
    file,
  });
}

/** The source was read, and has none of the files that a sync uses. */
export function emptySource(subject: string): SyncStepError {
  return new SyncStepError({
    phase: 'FETCH',
    code: 'EMPTY_SOURCE',
    message: `There is nothing to synchronise in ${subject}.`,
    hint: `Check 'staticData.files' and the branch: none of the configured files and no contract is there.`,
  });
}

/** Something other than a folder is where the files of a sync should be. */
export function notAFolder(path: string): SyncStepError {
  return new SyncStepError({
    phase: 'FETCH',
    code: 'NOT_FOUND',
    message: `${path} is a file or a symbolic link, where a folder is expected.`,
    hint: 'Put the folder itself there: symbolic links are not followed in a repository on GitHub, nor out of a directory.',
    file: path,
  });
}
