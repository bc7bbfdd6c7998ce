import {
  inParallel,
  listPlaces,
  RepositoryAddress,
  SyncFindingError,
  untilAborted,
} from '@internal/plugin-static-data-model';
import { findBuildFiles, KnownBuild } from '../findBuildFiles';
import { nameOf } from '../repositoryUrls';
import { fetchFailure } from '../sourceFailures';
import { BuildFilesReadOptions, BuildFilesReadResult } from '../SourceReader';
import { GithubApi } from './GithubApi';
import {
  GithubContents,
  GraphqlContents,
  RestContents,
} from './GithubContents';
import { GithubObjects, GraphqlRefusedError } from './GithubObjects';
import { GithubRepositoryFiles, KnownFiles } from './GithubRepositoryFiles';

/** What to ask about the repositories of one host. */
export interface GithubHost {
  api: GithubApi;
  objects: GithubObjects;
}

/** What was read, to tell later whether it has changed. */
interface Version extends KnownFiles, KnownBuild {
  /** What the address turned out to mean. */
  place: { ref?: string; path: string };
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
  options: BuildFilesReadOptions,
): Promise<BuildFilesReadResult> {
  const { signal } = options;
  const readByRest = () =>
    readFrom(
      ref => new RestContents(api, { repository, ref, signal }),
      repository,
      options,
    );
  const result = await readFrom(
    ref => new GraphqlContents(api, objects, { repository, ref, signal }),
    repository,
    options,
  ).catch((error: unknown) => {
    if (error instanceof GraphqlRefusedError) {
      return readByRest();
    }
    throw error;
  });
  return result ?? explainMissing(api, repository, signal);
}

/** @returns undefined if there is no such repository or folder */
async function readFrom(
  contentsAt: (ref: string | undefined) => GithubContents,
  address: RepositoryAddress,
  options: BuildFilesReadOptions,
): Promise<BuildFilesReadResult | undefined> {
  const { previous } = options;
  const known: Version | undefined = previous && JSON.parse(previous);
  const unresolved = listPlaces(address);
  const places = known ? [known.place, ...unresolved] : unresolved;
  for (const place of places) {
    const isKnown = place === known?.place;
    const files = new GithubRepositoryFiles(contentsAt(place.ref), {
      ...options,
      known: isKnown ? known : undefined,
    });
    if (isKnown && (await files.areUnchanged(place.path))) {
      return { status: 'unchanged' };
    }
    const found = await findBuildFiles(
      files,
      place.path,
      isKnown ? known : undefined,
    );
    if (found) {
      const { ids, build, scripts, findings } = found;
      const version: Version = {
        place,
        folders: Object.fromEntries(files.versions),
        ids: Object.fromEntries(ids),
        build,
        scripts,
      };
      const text = JSON.stringify(version);
      const isSame =
        isKnown &&
        findings.length === 0 &&
        JSON.stringify(known?.ids) === JSON.stringify(version.ids);
      return isSame
        ? { status: 'unchanged', version: text }
        : {
            status: 'read',
            version: text,
            findings,
            files: await inParallel([...ids.keys()], async path => ({
              path,
              content: await files.read(path),
            })),
          };
    }
  }
  return undefined;
}

/**
 * The same whether a repository is missing or forbidden: who names it need not learn which. On GitHub
 * only what it is forbidden by tells the two apart, such as the sign-in of an organisation.
 */
export function missingRepository(repository: string): SyncFindingError {
  return fetchFailure({
    code: 'MISSING_REPOSITORY',
    message: `Repository ${repository} does not exist, or the credentials may not see it`,
    hint: 'Check the spelling, and that the token may read the repository, or take it out of the application.',
  });
}

/**
 * GitHub answers "not found" for a folder, a branch and a repository alike, and for an empty
 * repository.
 */
async function explainMissing(
  api: GithubApi,
  address: RepositoryAddress,
  signal: AbortSignal,
): Promise<BuildFilesReadResult> {
  const repository = `${nameOf(address)} on ${api.host}`;
  if (!(await untilAborted(signal, () => api.has(address, '', signal)))) {
    throw missingRepository(repository);
  }
  const { ref, path, refAndPath } = address;
  const at = ref === undefined ? '' : ` at ${ref}`;
  if (refAndPath !== undefined || path !== undefined || ref !== undefined) {
    const folder = path ?? (ref === undefined ? undefined : refAndPath);
    const missing =
      folder === undefined
        ? refAndPath ?? `branch, tag or commit ${ref}`
        : `folder ${folder}${at}`;
    throw fetchFailure({
      code: 'NOT_FOUND',
      message: `There is no ${missing} in ${repository}`,
      hint: 'Check the spelling of the branch and the folder that the application names.',
    });
  }
  return { status: 'read', files: [], findings: [] };
}
