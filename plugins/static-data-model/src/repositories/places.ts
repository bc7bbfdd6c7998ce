import { quote } from '@internal/plugin-static-data-common';
import {
  RepositoryAddress,
  RepositoryAddressResult,
} from './repositoryAddress';

/** Each part of a branch and folder may be where the branch ends, and is asked for. */
const MAX_PLACES = 30;

/**
 * Adds what is said beside an address, which counts more than what the address itself says.
 *
 * @param place - values that nobody has checked yet
 */
export function withPlace(
  result: RepositoryAddressResult,
  place: { ref?: unknown; path?: unknown },
): RepositoryAddressResult {
  const { ref, path } = place;
  if ('problem' in result || (ref === undefined && path === undefined)) {
    return result;
  }
  const address = { ...result.address };
  if (ref !== undefined) {
    if (typeof ref !== 'string' || !isRef(ref)) {
      return {
        problem: `names ${toQuoted(
          ref,
        )}, which cannot be a branch, tag or commit`,
        hint: 'Write the name of a branch or tag, or the id of a commit.',
        looksLikeRepository: true,
      };
    }
    const { refAndPath } = address;
    if (refAndPath === ref || refAndPath?.startsWith(`${ref}/`)) {
      address.path = refAndPath.slice(ref.length + 1) || undefined;
      delete address.refAndPath;
    }
    address.ref = ref;
  }
  if (path !== undefined) {
    const folder = typeof path === 'string' ? toFolder(path) : undefined;
    if (folder === undefined) {
      return {
        problem: `names ${toQuoted(
          path,
        )}, which is not a folder in the repository`,
        hint: 'Write the path of the folder from the root of the repository, with forward slashes.',
        looksLikeRepository: true,
      };
    }
    const { path: ofAddress } = address;
    if (ofAddress && folder && !isIn(ofAddress, folder)) {
      return {
        problem: `names the folder ${toQuoted(
          ofAddress,
        )}, although 'path' names ${toQuoted(folder)}`,
        hint: 'Name one folder, from the root of the repository.',
        looksLikeRepository: true,
      };
    }
    if (folder || !address.refAndPath) {
      address.path = folder || undefined;
    }
  }
  return { ...result, address };
}

/**
 * The branches, tags or commits, with the folders behind them, that an address can mean, the
 * shortest name first: Git does not allow both a branch `a` and a branch `a/b`. A folder beside an
 * address that has one may be in that folder, or at the root.
 *
 * @public
 */
export function listPlaces(
  address: RepositoryAddress,
): { ref?: string; path: string }[] {
  const { ref, path, refAndPath } = address;
  if (refAndPath === undefined) {
    return [{ ref, path: path ?? '' }];
  }
  const segments = refAndPath.split('/');
  const places = segments.map((_, index) => ({
    ref: ref ?? segments.slice(0, index + 1).join('/'),
    folder: segments.slice(index + 1).join('/'),
  }));
  if (ref !== undefined && places.length > 1) {
    // A folder that is not there at another branch is not the root.
    places.pop();
  }
  return places.flatMap(({ ref: atRef, folder }) => {
    if (path === undefined) {
      return [{ ref: atRef, path: folder }];
    }
    const paths = isIn(folder, path) ? [path] : [`${folder}/${path}`, path];
    return paths.map(each => ({ ref: atRef, path: each }));
  });
}

/** Whether a folder is, or is in, another one. */
function isIn(outer: string, folder: string): boolean {
  return outer === '' || folder === outer || folder.startsWith(`${outer}/`);
}

/**
 * Whether a text can be a branch, tag or commit in Git.
 *
 * @public
 */
export function isRef(ref: string): boolean {
  return (
    /^[^\s\p{Cc}\p{Cs}~^:?*[\\]+$/u.test(ref) &&
    !ref.includes('..') &&
    !/^[-/.]|[/.]$|\/\/|@\{/.test(ref)
  );
}

/** Whether these segments can be a branch, tag or commit, and a folder behind it. */
export function isRefAndPath(segments: string[]): boolean {
  return (
    segments.length <= MAX_PLACES && toFolder(segments.join('/')) !== undefined
  );
}

/** A folder without slashes around it; undefined if it would lead out of the repository. */
function toFolder(path: string): string | undefined {
  const segments = path
    .split('/')
    .filter(segment => segment !== '' && segment !== '.');
  const isSafe = segments.every(
    segment => segment !== '..' && !/[\p{Cc}\p{Cs}\\]/u.test(segment),
  );
  return isSafe ? segments.join('/') : undefined;
}

function toQuoted(value: unknown): string {
  return quote(typeof value === 'string' ? value : JSON.stringify(value));
}
