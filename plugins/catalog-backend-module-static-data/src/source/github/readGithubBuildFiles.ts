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
import { GithubRepositoryFiles, KnownFiles } from './GithubRepositoryFiles';

/** Build files of one repository to download at the same time. */
const CONCURRENCY = 4;

/** What was read, to tell later whether it has changed. */
interface Version extends KnownFiles, KnownBuild {
  /** What the address turned out to mean. */
  place: { ref?: string; path: string };
}

/**
 * Reads the build files of a folder of a repository, and of the projects that it includes, with the
 * scripts that these apply.
 *
 * If nothing has changed below the folder, that takes one request, which GitHub does not count. If
 * something has, but no build file, it takes one that counts.
 *
 * @throws errors of the API as they are; SyncFindingError if there is no such repository or folder
 */
export async function readGithubBuildFiles(
  api: GithubApi,
  address: RepositoryAddress,
  options: BuildFilesReadOptions,
): Promise<BuildFilesReadResult> {
  const { previous, signal } = options;
  const known: Version | undefined = previous && JSON.parse(previous);
  const unresolved = listPlaces(address);
  const places = known ? [known.place, ...unresolved] : unresolved;
  for (const place of places) {
    const isKnown = place === known?.place;
    const files = new GithubRepositoryFiles(api, address, {
      ...options,
      ref: place.ref,
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
        folders: Object.fromEntries(files.etags),
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
            files: await inParallel(
              [...ids.keys()],
              async path => ({ path, content: await files.read(path) }),
              CONCURRENCY,
            ),
          };
    }
  }
  return explainMissing(api, address, signal);
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
