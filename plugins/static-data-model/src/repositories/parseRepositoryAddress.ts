import {
  REPOSITORY_HOST_TYPES,
  repositoryPage,
  repositoryPages,
  RepositoryHostType,
  toSafeText,
} from '@internal/plugin-static-data-common';
import { toCurrentAddress, toWholeOwner } from './azureAddresses';
import { isRefAndPath, withPlace } from './places';
import {
  ANY_HOST,
  isAllowedRepository,
  RepositoryAddressResult,
  RepositoryHost,
} from './repositoryAddress';

// These become parts of addresses and paths, so nothing else is allowed.
const SEGMENT = /^[\w.-]+$/;
/** Of hosts whose projects have other names, such as those of people, or with spaces. */
const SEGMENTS: Record<string, RegExp> = {
  azure: /^[\w. -]+$/,
  bitbucketServer: /^~?[\w.-]+$/,
};
/** In an address, they would lead somewhere else. */
const DOTS = /^ *\.+ *$/;
const HOST = /^[\w.-]+(:\d+)?$/;
/** `git@host:owner/name.git`; without a user only where it cannot be anything else. */
const SCP_LIKE = /^(?:[\w.-]+@([\w.-]+)|([\w-]+(?:\.[\w-]+)+)):(.+)$/;
/** What is no path behind a host: the rest of an address, or a port. */
const NOT_SCP_PATH = /^(?:\/\/|\d+\/)/;
const PREFIXES = /^(?:(?:url|scm|git):|git\+)+/i;
/** npm's shorthands. */
const SHORTHAND = /^(github|gitlab|bitbucket):(?!\/\/)/i;
const SHORTHAND_HOSTS: Record<string, string> = {
  github: 'github.com',
  gitlab: 'gitlab.com',
  bitbucket: 'bitbucket.org',
};
/** What Azure DevOps writes before a branch, tag or commit in the query. */
const AZURE_VERSION = /^G[BTC]/;
const GIT_REF = /^refs\/(?:heads|tags)\//;
const PLACES_IN_QUERIES: Record<string, string[] | undefined> = {
  azure: ['path', 'version'],
  bitbucketServer: ['at'],
};
const PROTOCOLS = ['http:', 'https:', 'ssh:', 'git:'];
const FOLDER_VIEWS = ['tree', 'commit', 'commits', 'src', '-'];
const FILE_VIEWS = ['blob', 'raw', 'edit', 'blame'];
const VIEWS = [...FOLDER_VIEWS, ...FILE_VIEWS];
/** Where owners have several names, also in an address without a host. */
const NESTED_TYPES = ['gitlab', 'azure'];
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
  const text = withoutPrefixes(written);
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

function withoutPrefixes(text: string): string {
  const [prefixes] = PREFIXES.exec(text) ?? [''];
  const rest = text.slice(prefixes.length);
  // The last one may be a protocol: `git://host`.
  return rest.startsWith('//') && /git:$/i.test(prefixes)
    ? `${prefixes.slice(-'git:'.length)}${rest}`
    : rest;
}

function parseLocation(
  written: string,
  hosts: RepositoryHost[],
): RepositoryAddressResult {
  const text = toCurrentAddress(written, hosts);
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
    if (isWeb) {
      const path = withoutBasePath(url.pathname, url.host, hosts);
      return path === undefined
        ? NOT_AN_ADDRESS
        : parsePath(path + url.search, url.host, hosts);
    }
    const host = findByName(url.hostname, hosts);
    return parsePath(url.pathname + url.search, host, hosts, true);
  }
  const scpLike = SCP_LIKE.exec(text);
  if (scpLike && !NOT_SCP_PATH.test(scpLike[3])) {
    const host = findByName(scpLike[1] ?? scpLike[2], hosts);
    return parsePath(scpLike[3], host, hosts, true);
  }
  const [first, ...rest] = text.split('/');
  const isHost = findHost(first, hosts) !== undefined;
  if (isHost || (/[.:]/.test(first) && rest.length > 1)) {
    const path = rest.join('/');
    return parsePath(withoutBasePath(path, first, hosts) ?? path, first, hosts);
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
  const shortType = host === undefined ? findOwn(hosts)?.type : undefined;
  const isNested = NESTED_TYPES.includes(shortType ?? '');
  const isWhole = isForGit || /\.git\/?$/.test(path) || shortType === 'azure';
  const split = splitPath(
    segments,
    isNested ? shortType : known?.type,
    isWhole,
  );
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
  const ofQuery = toPlaceOfQuery(known?.type, rest, pathAndQuery);
  if (ofQuery) {
    const placed = withPlace(result, ofQuery.place);
    return 'address' in placed && result.webUrl
      ? { ...placed, webUrl: `${result.webUrl}${ofQuery.search}` }
      : placed;
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
      toPlacePage(known?.type, result.webUrl, refAndPath.join('/')),
  };
}

/** The page of a branch, tag or commit, and of the folder behind it. */
function toPlacePage(
  type: string | undefined,
  url: string,
  refAndPath: string,
): string {
  const pages = repositoryPages(isKnownType(type) ? type : 'github', url);
  return type === 'bitbucketCloud'
    ? pages.file({ branch: '' }, refAndPath).replace('/src//', '/src/')
    : pages.branch(refAndPath);
}

function isKnownType(type: string | undefined): type is RepositoryHostType {
  return REPOSITORY_HOST_TYPES.some(each => each === type);
}

/** The place that an address has in its query, as those of some hosts do. */
function toPlaceOfQuery(
  type: string | undefined,
  rest: string[],
  pathAndQuery: string,
): { place: { ref?: string; path?: string }; search: string } | undefined {
  const names = PLACES_IN_QUERIES[type ?? ''];
  if (!names) {
    return undefined;
  }
  const [, search = ''] = /\?([^#]*)/s.exec(pathAndQuery) ?? [];
  const query = new URLSearchParams(search);
  const found = names.flatMap(name => {
    const value = query.get(name);
    return value ? [[name, value]] : [];
  });
  const browsed = rest[0] === 'browse' ? rest.slice(1).join('/') : '';
  const { at, version, path = browsed } = Object.fromEntries(found);
  const ref = version?.replace(AZURE_VERSION, '') ?? at?.replace(GIT_REF, '');
  return {
    place: { ref: ref || undefined, path: path || undefined },
    search: found.length > 0 ? `?${new URLSearchParams(found)}` : '',
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
      const marker = ofProject.indexOf('_git');
      if (marker < 0) {
        return isWhole ? { repository: ofProject, rest: [] } : atIndex(2);
      }
      return {
        repository: [...ofProject.slice(0, marker), ofProject[marker + 1]],
        rest: ofProject.slice(marker + 2),
      };
    }
    case 'bitbucketServer': {
      const [first, project, kind, name, ...rest] = segments;
      const isBrowsed = rest.length < 2 || rest[0] === 'browse';
      if (kind === 'repos' && isBrowsed) {
        const key = { projects: project, users: `~${project}` }[first];
        return key === undefined
          ? undefined
          : { repository: [key, name], rest };
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
  [writtenOwner, fullName]: unknown[],
  hosts: RepositoryHost[],
): RepositoryAddressResult {
  if (host !== undefined && (typeof host !== 'string' || !HOST.test(host))) {
    return NOT_AN_ADDRESS;
  }
  if (typeof writtenOwner !== 'string' || typeof fullName !== 'string') {
    return NOT_AN_ADDRESS;
  }
  const name = fullName.replace(/\.git$/, '');
  const known = host === undefined ? findOwn(hosts) : findReadable(host, hosts);
  const owner =
    known?.type === 'azure'
      ? toWholeOwner(known.host, writtenOwner, name)
      : writtenOwner;
  const segments = [...owner.split('/'), name];
  const pattern = SEGMENTS[known?.type ?? ''] ?? SEGMENT;
  if (
    !segments.every(each => pattern.test(each) && !DOTS.test(each)) ||
    NOT_OWNERS.includes(owner)
  ) {
    return NOT_AN_ADDRESS;
  }
  const webHost = known?.host === ANY_HOST ? host : known?.host;
  const webUrl =
    webHost &&
    repositoryPage(isKnownType(known?.type) ? known.type : 'github', {
      host: webHost,
      baseUrl: known?.baseUrl,
      owner,
      name,
    });
  if (
    known &&
    known.access !== 'none' &&
    !isAllowedRepository(known, { owner, name })
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
      hint: 'Build files are read from GitHub, GitLab, Bitbucket, Azure DevOps and Gitea, or from the directory of the source.',
      looksLikeRepository: true,
    };
  }
  return { address: { host: known.host, owner, name }, webUrl };
}

/** The host of the source, if it is one. */
function findOwn(hosts: RepositoryHost[]): RepositoryHost | undefined {
  const own = hosts.filter(({ access }) => access === 'own');
  return own.length === 1 ? own[0] : undefined;
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

/**
 * A path on a host, without what is before all of its repositories.
 *
 * @returns undefined if it is not below that
 */
function withoutBasePath(
  path: string,
  host: string,
  hosts: RepositoryHost[],
): string | undefined {
  const { baseUrl } = findHost(host, hosts) ?? {};
  const base = baseUrl ? new URL(`${baseUrl}/`).pathname.slice(1) : '';
  const relative = path.replace(/^\//, '');
  return relative.toLowerCase().startsWith(base.toLowerCase())
    ? relative.slice(base.length)
    : undefined;
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
