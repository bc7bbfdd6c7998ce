import {
  RepositoryAddress,
  untilAborted,
} from '@internal/plugin-static-data-model';
import { createNameCheck, explainMissing } from '../buildFileFailures';
import { readChangedBuildFiles } from '../readChangedBuildFiles';
import {
  BuildFilesReadResult,
  HostBuildFilesReadOptions,
} from '../SourceReader';
import { GithubApi } from './GithubApi';
import {
  GithubContents,
  GraphqlContents,
  RestContents,
} from './GithubContents';
import { GithubObjects, GraphqlRefusedError } from './GithubObjects';
import { GithubRepositoryFiles } from './GithubRepositoryFiles';

/** What to ask about the repositories of one host. */
export interface GithubHost {
  api: GithubApi;
  objects: GithubObjects;
}

/**
 * Reads the build files of a folder of a repository, and of the projects that it includes, with the
 * scripts that these apply.
 *
 * What is asked for within a moment, for whichever repositories, goes in one request. Where GitHub
 * has no GraphQL API for who asks, every folder and file takes a request; GitHub does not count those
 * for folders in which nothing has changed.
 *
 * @throws errors of the API as they are; SyncFindingError if there is no such repository or folder
 */
export async function readGithubBuildFiles(
  { api, objects }: GithubHost,
  repository: RepositoryAddress,
  options: HostBuildFilesReadOptions,
): Promise<BuildFilesReadResult> {
  const { signal } = options;
  const readFrom = (contentsAt: (ref: string | undefined) => GithubContents) =>
    readChangedBuildFiles(
      repository,
      options.previous,
      (ref, known) =>
        new GithubRepositoryFiles(contentsAt(ref), {
          ...options,
          known,
          checkName: createNameCheck(repository, api.host, options.isAllowed),
        }),
    );
  const result = await readFrom(
    ref => new GraphqlContents(api, objects, { repository, ref, signal }),
  ).catch((error: unknown) => {
    if (error instanceof GraphqlRefusedError) {
      return readFrom(
        ref => new RestContents(api, { repository, ref, signal }),
      );
    }
    throw error;
  });
  if (result) {
    return result;
  }
  const isVisible = await untilAborted(signal, () =>
    api.has(repository, '', signal),
  );
  return explainMissing(repository, {
    host: api.host,
    isVisible,
    hadFiles: options.hadFiles,
  });
}
