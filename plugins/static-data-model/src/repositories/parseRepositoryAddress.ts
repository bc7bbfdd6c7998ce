import { toSafeText } from '@internal/plugin-static-data-common';
import { createMatcher } from './createMatcher';
import { isRefAndPath, withPlace } from './places';
import {
  ANY_HOST,
  RepositoryAddressResult,
  RepositoryHost,
} from './repositoryAddress';

// These become parts of addresses and paths, so nothing else is allowed.
const SEGMENT = /^(?!\.+$)[\w.-]+$/;
const HOST = /^[\w.-]+(:\d+)?$/;
/** `git@host:owner/name.git`; without a user only where it cannot be anything else. */
const SCP_LIKE =
  /^(?:[\w.-]+@([\w.-]+)|([\w-]+(?:\.[\w-]+)+)):(?!\/\/|\d+\/)\/?(.+)$/;
const PREFIXES = /^(?:url:|scm:|git:(?!\/\/)|git\+)+/i;
/** npm's shorthands. */
const SHORTHAND = /^(github|gitlab|bitbucket):(?!\/\/)/i;
const SHORTHAND_HOSTS: Record<string, string> = {
  github: 'github.com',
  gitlab: 'gitlab.com',
  bitbucket: 'bitbucket.org',
};
const PROTOCOLS = ['http:', 'https:', 'ssh:', 'git:'];
const FOLDER_VIEWS = ['tree', 'commit', 'commits', 'src', '-'];
const FILE_VIEWS = ['blob', 'raw', 'edit', 'blame'];
const VIEWS = [...FOLDER_VIEWS, ...FILE_VIEWS];
/** On any host, and also where groups have groups. */
const UNMISTAKABLE_VIEWS = ['-', 'tree', 'blob'];
/** A query that no page of a repository has. */
const OTHER_QUERY = /\?(?!tab=)./;
/** On GitLab, where groups have groups, they end the name of a repository. */
const GITLAB_VIEW = /^(?:-|tree|commits|blob|raw|edit|blame)$/;
/** Of Gitea, before a branch, tag or commit. */
const GITEA_REFS = ['branch', 'tag', 'commit'];
/** Of any host on the Internet. */
const MAX_HOST_LENGTH = 253;
/** No repository has such a name. */
const PAGE = /\.(?:html?|php|aspx?|jsp)$/i;
const NOT_OWNERS = ['orgs', 'users', 'settings', 'marketplace', 'topics'];
/** Of GitHub, in addresses for the browser. */
const NOT_OWNERS_ON_GITHUB =
  'about api apps enterprise explore features login notifications raw repos search site sponsors'.split(
    ' ',
  );

const NOT_AN_ADDRESS = {
  problem: 'is not the address of a repository',
  hint: "Write 'owner/name', an address such as https://host/owner/name or git@host:owner/name.git, or an object with 'url', or with 'owner' and 'name'.",
  looksLikeRepository: true,
};

const WEBSITE = { ...NOT_AN_ADDRESS, looksLikeRepository: false };

/**
 * Reads the address of a repository in any of its notations: `owner/name`, an address for a browser
 * or for Git, with a folder or without, or an object with `url`, or with `owner` and `name`.
 *
 * @param hosts - what is known of hosts; nothing is concluded from their names
 * @public
 */
export function parseRepositoryAddress(
  value: unknown,
  hosts: RepositoryHost[],
): RepositoryAddressResult {
  if (typeof value === 'string') {
    return parseText(value.trim(), hosts);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return NOT_AN_ADDRESS;
  }
  const fields = new Map<string, unknown>(
    Object.entries(value).filter(([, field]) => (field ?? '') !== ''),
  );
  const text = (...names: string[]) => {
    const name = names.find(each => fields.has(each));
    return name === undefined ? undefined : fields.get(name);
  };
  const url = text('url');
  const result =
    url === undefined
      ? locate(text('host'), [text('owner'), text('name', 'repo')], hosts)
      : parseRepositoryAddress(
          typeof url === 'string' ? url : undefined,
          hosts,
        );
  return withPlace(result, {
    ref: text('ref', 'branch'),
    path: text('path', 'directory'),
  });
}

function parseText(
  written: string,
  hosts: RepositoryHost[],
): RepositoryAddressResult {
  const text = written.replace(PREFIXES, '');
  // In the address of a page it is a place on the page, elsewhere what to check out.
  const isPage =
    /^https?:|^[^/:@.]+(?:\.[^/:@.]+)+\//i.test(text) &&
    !text.includes('.git#');
  const [location, ref = ''] = isPage ? [text] : text.split('#', 2);
  const result = parseLocation(location, hosts);
  if ('problem' in result && text !== written) {
    return { ...result, looksLikeRepository: true, mayBeWebsite: false };
  }
  return 'address' in result && !result.address.refAndPath && ref
    ? withPlace(result, { ref })
    : result;
}

function parseLocation(
  text: string,
  hosts: RepositoryHost[],
): RepositoryAddressResult {
  const shorthand = SHORTHAND.exec(text);
  if (shorthand) {
    const host = SHORTHAND_HOSTS[shorthand[1].toLowerCase()];
    return parsePath(text.slice(shorthand[0].length), host, hosts);
  }
  if (text.includes('://')) {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (!url || !PROTOCOLS.includes(url.protocol)) {
      return NOT_AN_ADDRESS;
    }
    const isWeb = url.protocol.startsWith('http');
    // The port of an SSH address is not the port of the web address.
    const host = isWeb ? url.host : findByName(url.hostname, hosts);
    return parsePath(url.pathname + url.search, host, hosts, !isWeb);
  }
  const scpLike = SCP_LIKE.exec(text);
  if (scpLike) {
    const host = findByName(scpLike[1] ?? scpLike[2], hosts);
    return parsePath(scpLike[3], host, hosts, true);
  }
  const [first, ...rest] = text.split('/');
  const isHost = findHost(first, hosts) !== undefined;
  if (isHost || (/[.:]/.test(first) && rest.length > 1)) {
    return parsePath(rest.join('/'), first, hosts);
  }
  // `example.com/shop` is no more a repository than a page of a website.
  return first.includes('.') ? WEBSITE : parsePath(text, undefined, hosts);
}

/**
 * @param host - as it was written; undefined means that of the source
 * @param isForGit - whether it can be nothing but the address of a repository
 */
function parsePath(
  pathAndQuery: string,
  host: string | undefined,
  hosts: RepositoryHost[],
  isForGit = false,
): RepositoryAddressResult {
  const path = pathAndQuery.replace(/[?#].*$/s, '');
  const segments = decode(path)?.split('/').filter(Boolean) ?? [];
  const known = host === undefined ? undefined : findReadable(host, hosts);
  const isWhole = isForGit || /\.git\/?$/.test(path);
  const split = splitPath(segments, known?.type, isWhole);
  if (!split) {
    return NOT_AN_ADDRESS;
  }
  const { repository, rest } = split;
  const [owner, name] = [repository.slice(0, -1).join('/'), repository.at(-1)];
  const views = toViews(rest);
  const isFile = FILE_VIEWS.includes(views[0]);
  const isPlace = isFile || FOLDER_VIEWS.includes(views[0]);
  if (host === undefined && rest.length > 0 && !isPlace) {
    return NOT_AN_ADDRESS;
  }
  const isOnAnyHost = host !== undefined && !findHost(host, hosts);
  const isMarked =
    isWhole ||
    (isPlace && views.length > 1) ||
    rest.some(part => UNMISTAKABLE_VIEWS.includes(part));
  const mayBeWebsite = isOnAnyHost && !isMarked;
  const isPage =
    segments.length < 2 ||
    rest.length > 0 ||
    PAGE.test(path) ||
    OTHER_QUERY.test(pathAndQuery);
  if (mayBeWebsite && isPage) {
    return WEBSITE;
  }
  const result = locate(host, [owner, name], hosts);
  if ('problem' in result) {
    const isWebsite = mayBeWebsite && result.unknownHost === undefined;
    return isWebsite ? WEBSITE : { ...result, mayBeWebsite };
  }
  const place = isPlace ? views.slice(1) : [];
  const refAndPath = isFile && place.length > 1 ? place.slice(0, -1) : place;
  if (refAndPath.length === 0) {
    return result;
  }
  if (!isRefAndPath(refAndPath)) {
    return NOT_AN_ADDRESS;
  }
  return {
    address: { ...result.address, refAndPath: refAndPath.join('/') },
    webUrl:
      result.webUrl &&
      `${result.webUrl}/tree/${refAndPath.map(encodeURIComponent).join('/')}`,
  };
}

/** The parts behind a repository, each view with the branch, tag or commit behind it. */
function toViews(parts: string[]): string[] {
  const views = parts[0] === '-' ? parts.slice(1) : parts;
  const [first, second, ...rest] = views;
  return first === 'releases' && second === 'tag' ? ['tree', ...rest] : views;
}

/**
 * Splits the path of an address into that of the repository and what is behind it.
 *
 * @param type - of the host; undefined if it is not known, or not named
 * @param isWhole - whether all of it is the repository
 * @returns undefined if it cannot be that of a repository
 */
function splitPath(
  segments: string[],
  type: string | undefined,
  isWhole: boolean,
): { repository: string[]; rest: string[] } | undefined {
  const atIndex = (end: number) => ({
    repository: segments.slice(0, end),
    rest: segments.slice(end),
  });
  switch (type) {
    case undefined:
      return atIndex(2);
    case 'gitlab': {
      const end = segments.findIndex(
        (segment, index) => index > 1 && GITLAB_VIEW.test(segment),
      );
      return atIndex(end < 0 || isWhole ? segments.length : end);
    }
    case 'azure': {
      const [first, ...others] = segments;
      const ofProject = first === 'v3' ? others : segments;
      return ofProject.includes('_git') || isWhole
        ? { repository: ofProject.filter(it => it !== '_git'), rest: [] }
        : atIndex(2);
    }
    case 'bitbucketServer': {
      const [first, project, kind, name, ...rest] = segments;
      if (first === 'projects' && kind === 'repos' && rest.length < 2) {
        return { repository: [project, name], rest };
      }
      const isScm = first === 'scm' && segments.length === 3;
      return isScm || segments.length === 2
        ? { repository: segments.slice(-2), rest: [] }
        : undefined;
    }
    case 'github': {
      if (isWhole && segments.length !== 2) {
        return undefined;
      }
      const api = segments.slice(0, 3).join('/');
      if (api === 'api/v3/repos' && segments.length === 5) {
        return { repository: segments.slice(3), rest: [] };
      }
      const [first, owner, name, ...place] = segments;
      if (first === 'raw' && place.length > 1) {
        return { repository: [owner, name], rest: [first, ...place] };
      }
      return NOT_OWNERS_ON_GITHUB.includes(first) ? undefined : atIndex(2);
    }
    case 'gitea': {
      const [, , view, refType] = segments;
      const isPlace = VIEWS.includes(view);
      return isPlace && GITEA_REFS.includes(refType)
        ? { ...atIndex(2), rest: [view, ...segments.slice(4)] }
        : atIndex(2);
    }
    default:
      return atIndex(isWhole ? segments.length : 2);
  }
}

/** Finds the repository of a host, undefined if it is that of the source. */
function locate(
  host: unknown,
  [owner, fullName]: unknown[],
  hosts: RepositoryHost[],
): RepositoryAddressResult {
  if (host !== undefined && (typeof host !== 'string' || !HOST.test(host))) {
    return NOT_AN_ADDRESS;
  }
  if (typeof owner !== 'string' || typeof fullName !== 'string') {
    return NOT_AN_ADDRESS;
  }
  const name = fullName.replace(/\.git$/, '');
  const segments = [...owner.split('/'), name];
  if (
    !segments.every(segment => SEGMENT.test(segment)) ||
    NOT_OWNERS.includes(owner)
  ) {
    return NOT_AN_ADDRESS;
  }
  const own = hosts.filter(({ access }) => access === 'own');
  const ofSource = own.length === 1 ? own[0] : undefined;
  const known = host === undefined ? ofSource : findReadable(host, hosts);
  const webHost = known?.host === ANY_HOST ? host : known?.host;
  const webUrl = webHost && `https://${webHost}/${owner}/${name}`;
  const { repositories } = known ?? {};
  if (
    known &&
    known.access !== 'none' &&
    repositories &&
    !createMatcher(repositories)(`${owner}/${name}`)
  ) {
    const prefix = known.access === 'own' ? '' : `${known.host}/`;
    return {
      problem: 'names a repository that the source may not name',
      hint: `Allow it in the configuration, with '${prefix}${owner}/${name}' or '${prefix}${owner}/*' in 'staticData.repositories.allow', or correct the address.`,
      looksLikeRepository: true,
      isNotAllowed: true,
      webUrl,
    };
  }
  if (host === undefined || known?.access === 'own') {
    return { address: { owner, name }, webUrl };
  }
  if (!known) {
    return {
      problem: `is on ${toSafeText(
        host.toLowerCase(),
        MAX_HOST_LENGTH,
      )}, which is not a configured host, so no build file is read from there`,
      hint: `Add the host to 'integrations' in the configuration, or correct the address.`,
      looksLikeRepository: true,
      unknownHost: host.toLowerCase(),
    };
  }
  if (known.access === 'none') {
    return {
      problem: `names a repository on ${known.host} (${known.type}), where this source reads no build files`,
      hint: 'Build files are read from GitHub only, or from the directory of the source.',
      looksLikeRepository: true,
    };
  }
  return { address: { host: known.host, owner, name }, webUrl };
}

function findHost(
  host: string,
  hosts: RepositoryHost[],
): RepositoryHost | undefined {
  const name = host
    .toLowerCase()
    .replace(/^www\./, '')
    .replace(/\.$/, '');
  return hosts.find(known => known.host === name);
}

/** The host, or what stands for every host that is not known. */
function findReadable(
  host: string,
  hosts: RepositoryHost[],
): RepositoryHost | undefined {
  return findHost(host, hosts) ?? hosts.find(known => known.host === ANY_HOST);
}

/** The host with that name, whatever its port; the name itself if there is none. */
function findByName(name: string, hosts: RepositoryHost[]): string {
  const names = [name, name.replace(/^(?:alt)?ssh\./i, '')];
  const known = hosts.find(({ host }) =>
    names.some(each => host.replace(/:\d+$/, '') === each.toLowerCase()),
  );
  return known?.host ?? name;
}

function decode(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}
