import {
  RepositoryAddress,
  untilAborted,
} from '@internal/plugin-static-data-model';
import { createNameCheck, explainMissing } from '../buildFileFailures';
import {
  BUILD_FILES_TIMEOUT_MS,
  readChangedBuildFiles,
} from '../readChangedBuildFiles';
import { RepositoryTurns } from '../RepositoryTurns';
import {
  BuildFilesReadResult,
  HostBuildFilesReadOptions,
} from '../SourceReader';
import { GithubApi } from './GithubApi';
import {
  GithubContents,
  GithubContentsOptions,
  GraphqlContents,
  RestContents,
} from './GithubContents';
import { GithubObjects, GraphqlRefusedError } from './GithubObjects';
import { GithubRepositoryFiles } from './GithubRepositoryFiles';

/** What to ask about the repositories of one host. */
export interface GithubHost {
  api: GithubApi;
  objects: GithubObjects;
  /** Of repositories that GraphQL is refused for. */
  turns: RepositoryTurns;
}

/**
 * Reads the build files of a folder of a repository, and of the projects that it includes, with the
 * scripts that these apply.
 *
 * What is asked for within a moment, for whichever repositories, goes in one request. Where GitHub
 * has no GraphQL API for who asks, every folder and file takes a request; with a token, GitHub does not
 * count those for folders in which nothing has changed.
 *
 * @throws errors of the API as they are; SyncFindingError if there is no such repository or folder
 */
export async function readGithubBuildFiles(
  { api, objects, turns }: GithubHost,
  repository: RepositoryAddress,
  options: HostBuildFilesReadOptions,
): Promise<BuildFilesReadResult> {
  const readFrom = async (
    contentsOf: (options: GithubContentsOptions) => GithubContents,
  ) => {
    const signal = AbortSignal.any([
      options.signal,
      AbortSignal.timeout(BUILD_FILES_TIMEOUT_MS),
    ]);
    const result = await readChangedBuildFiles(
      repository,
      options.previous,
      (ref, known) =>
        new GithubRepositoryFiles(contentsOf({ repository, ref, signal }), {
          ...options,
          signal,
          known,
          checkName: createNameCheck(repository, api.host, options.isAllowed),
        }),
    );
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
  };
  // Asked for first, so that repositories have their turns in the order in which they are asked for.
  if (await objects.isOffered(repository)) {
    try {
      return await readFrom(each => new GraphqlContents(api, objects, each));
    } catch (error) {
      if (!(error instanceof GraphqlRefusedError)) {
        throw error;
      }
    }
  }
  return turns.run(api.rateLimitOf(repository), () =>
    readFrom(each => new RestContents(api, each)),
  );
}
