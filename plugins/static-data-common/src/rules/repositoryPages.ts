import { LineRange } from '../types/changes';
import { RepositoryHostType } from '../types/repositoryHosts';

/**
 * The version of a repository that a page shows.
 *
 * @public
 */
export type RepositoryVersion = { branch: string } | { commit: string };

/**
 * The addresses of the pages of a repository, for people.
 *
 * @public
 */
export interface RepositoryPages {
  /** A branch, tag or commit. */
  branch(name: string): string;
  commit(id: string): string;
  /** A file, and lines in it. */
  file(version: RepositoryVersion, path: string, lines?: LineRange): string;
  /**
   * The comparison of two commits.
   *
   * @param isStraight - whether the one is known to follow on the other
   */
  compare(from: string, to: string, isStraight: boolean): string;
}

/** Where a host has the pages of a repository: below the address of the repository, but for that. */
interface PagesOfHost extends RepositoryPages {
  /** @param owner - several names where groups or projects are in one another */
  repository(owner: string[], name: string): string;
}

const encode = encodeURIComponent;

/** Keeps the slashes, which branches and paths may have. */
function encodePath(path: string): string {
  return path.split('/').map(encode).join('/');
}

function nameOfVersion(version: RepositoryVersion): string {
  return 'branch' in version ? version.branch : version.commit;
}

/** Most hosts have the owners and the name, one after the other. */
function ownersAndName(owner: string[], name: string): string {
  return [...owner, name].map(encode).join('/');
}

/** @param separator - between the first and the last line; nothing but the first without it */
function toFragment(
  lines: LineRange | undefined,
  prefix: string,
  separator: string,
): string {
  if (!lines) {
    return '';
  }
  const { start, end } = lines;
  return `#${prefix}${start}${end > start ? `${separator}${end}` : ''}`;
}

/**
 * With three dots, hosts compare with what both versions come from, which leaves out what only the
 * first one has.
 */
function toDots(isStraight: boolean): string {
  return isStraight ? '...' : '..';
}

/** By the name of the integration. */
const PAGES: Record<RepositoryHostType, PagesOfHost> = {
  github: {
    repository: ownersAndName,
    branch: name => `/tree/${encodePath(name)}`,
    commit: id => `/commit/${id}`,
    file: (version, path, lines) =>
      `/blob/${encodePath(nameOfVersion(version))}/${encodePath(
        path,
      )}${toFragment(lines, 'L', '-L')}`,
    compare: (from, to, isStraight) =>
      `/compare/${from}${toDots(isStraight)}${to}`,
  },
  gitlab: {
    repository: ownersAndName,
    branch: name => `/-/tree/${encodePath(name)}`,
    commit: id => `/-/commit/${id}`,
    file: (version, path, lines) =>
      `/-/blob/${encodePath(nameOfVersion(version))}/${encodePath(
        path,
      )}${toFragment(lines, 'L', '-')}`,
    compare: (from, to, isStraight) =>
      `/-/compare/${from}...${to}${isStraight ? '' : '?straight=true'}`,
  },
  bitbucketCloud: {
    repository: ownersAndName,
    branch: name => `/branch/${encodePath(name)}`,
    commit: id => `/commits/${id}`,
    // Here, what comes after a slash would be the path.
    file: (version, path, lines) =>
      `/src/${encode(nameOfVersion(version))}/${encodePath(path)}${toFragment(
        lines,
        'lines-',
        ':',
      )}`,
    compare: (from, to) => `/branches/compare/${to}..${from}`,
  },
  bitbucketServer: {
    repository: (owner, name) =>
      ['projects', ...owner, 'repos', name].map(encode).join('/'),
    branch: name => `/browse?at=${encode(name)}`,
    commit: id => `/commits/${id}`,
    file: (version, path, lines) =>
      `/browse/${encodePath(path)}?at=${encode(
        nameOfVersion(version),
      )}${toFragment(lines, '', '-')}`,
    compare: (from, to) =>
      `/compare/diff?sourceBranch=${to}&targetBranch=${from}`,
  },
  azure: {
    repository: (owner, name) => [...owner, '_git', name].map(encode).join('/'),
    branch: name => `?version=GB${encode(name)}`,
    commit: id => `/commit/${id}`,
    file: (version, path, lines) => {
      const query = new URLSearchParams({
        path: `/${path}`,
        version:
          'branch' in version ? `GB${version.branch}` : `GC${version.commit}`,
        ...(lines && {
          line: String(lines.start),
          lineEnd: String(lines.end + 1),
          lineStartColumn: '1',
          lineEndColumn: '1',
        }),
      });
      return `?${query}`;
    },
    compare: (from, to) =>
      `/branchCompare?baseVersion=GC${from}&targetVersion=GC${to}&_a=files`,
  },
  gitea: {
    repository: ownersAndName,
    branch: name => `/src/branch/${encodePath(name)}`,
    commit: id => `/commit/${id}`,
    file: (version, path, lines) =>
      `/src/${'branch' in version ? 'branch' : 'commit'}/${encodePath(
        nameOfVersion(version),
      )}/${encodePath(path)}${toFragment(lines, 'L', '-L')}`,
    compare: (from, to, isStraight) =>
      `/compare/${from}${toDots(isStraight)}${to}`,
  },
};

/**
 * The address of a repository for people.
 *
 * @param repository - `baseUrl`: below which the host has its repositories, if that is not `https://` and
 * its name
 * @public
 */
export function repositoryPage(
  hostType: RepositoryHostType,
  repository: { host: string; baseUrl?: string; owner: string; name: string },
): string {
  const { host, baseUrl = `https://${host}`, owner, name } = repository;
  return `${baseUrl}/${PAGES[hostType].repository(owner.split('/'), name)}`;
}

/**
 * The pages of a repository.
 *
 * @param url - that of the repository
 * @public
 */
export function repositoryPages(
  hostType: RepositoryHostType,
  url: string,
): RepositoryPages {
  const pages = PAGES[hostType];
  return {
    branch: name => `${url}${pages.branch(name)}`,
    commit: id => `${url}${pages.commit(id)}`,
    file: (...file) => `${url}${pages.file(...file)}`,
    compare: (...range) => `${url}${pages.compare(...range)}`,
  };
}
