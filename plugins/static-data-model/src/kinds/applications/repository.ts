/**
 * A repository that an application names as its own.
 *
 * @public
 */
export interface ApplicationRepository {
  /** Host of the code hosting service, for example `github.com`; undefined means that of the source. */
  host?: string;
  owner: string;
  name: string;
  /** Branch, tag or commit; undefined means the default branch. */
  ref?: string;
}

// These become parts of addresses and paths, so nothing else is allowed.
const SEGMENT = /^[\w.-]+$/;
const HOST = /^[\w.-]+(:\d+)?$/;
const SCP_LIKE = /^[\w.-]+@([\w.-]+):(?!\/)(.+)$/;
const NOT_OWNERS = ['orgs', 'users', 'settings', 'marketplace', 'topics'];

/**
 * Reads the repository that a record names: `owner/name`, an address for a browser or for Git, or
 * an object with `owner` and `name`.
 */
export function parseRepository(
  value: unknown,
): ApplicationRepository | undefined {
  if (typeof value === 'string') {
    return parseRepositoryText(value.trim());
  }
  if (typeof value !== 'object' || value === null) {
    return undefined;
  }
  const fields = new Map<string, unknown>(Object.entries(value));
  const ref = fields.get('ref') ?? fields.get('branch') ?? undefined;
  const host = fields.get('host') ?? undefined;
  if (
    (ref !== undefined && typeof ref !== 'string') ||
    (host !== undefined && (typeof host !== 'string' || !HOST.test(host)))
  ) {
    return undefined;
  }
  return toRepository(fields.get('owner'), fields.get('name'), host, ref);
}

/** Finds the repository in a web address of GitHub or GitHub Enterprise. */
export function findGithubRepository(
  address: string,
): ApplicationRepository | undefined {
  const url = toUrl(address);
  return url && isGithubHost(url.hostname) ? repositoryOfUrl(url) : undefined;
}

function parseRepositoryText(text: string): ApplicationRepository | undefined {
  const scpLike = SCP_LIKE.exec(text);
  if (scpLike) {
    return repositoryOfPath(scpLike[2], scpLike[1]);
  }
  if (text.includes('://')) {
    const url = toUrl(text);
    return url && repositoryOfUrl(url);
  }
  const segments = text.split('/');
  if (segments.length === 2) {
    return toRepository(segments[0], segments[1]);
  }
  const url = toUrl(`https://${text}`);
  return url?.hostname.includes('.') ? repositoryOfUrl(url) : undefined;
}

function repositoryOfUrl(url: URL): ApplicationRepository | undefined {
  const host = url.host.replace(/^www\./, '');
  // The port of an SSH address is not the port of the web address.
  return repositoryOfPath(
    url.pathname,
    url.protocol === 'ssh:' ? url.hostname : host,
  );
}

function repositoryOfPath(
  path: string,
  host: string,
): ApplicationRepository | undefined {
  const [owner, name, view, ref] = path.split('/').filter(Boolean);
  if (NOT_OWNERS.includes(owner)) {
    return undefined;
  }
  return toRepository(
    owner,
    name,
    host,
    view === 'tree' || view === 'blob' ? ref : undefined,
  );
}

function toRepository(
  owner: unknown,
  fullName: unknown,
  host?: string,
  ref?: string,
): ApplicationRepository | undefined {
  if (typeof owner !== 'string' || typeof fullName !== 'string') {
    return undefined;
  }
  const name = fullName.replace(/\.git$/, '');
  const isSafe = [owner, name].every(
    segment => SEGMENT.test(segment) && segment !== '.' && segment !== '..',
  );
  if (!isSafe) {
    return undefined;
  }
  return { ...(host && { host }), owner, name, ...(ref && { ref }) };
}

function toUrl(address: string): URL | undefined {
  if (!URL.canParse(address)) {
    return undefined;
  }
  const url = new URL(address);
  return ['http:', 'https:', 'ssh:', 'git:'].includes(url.protocol)
    ? url
    : undefined;
}

function isGithubHost(hostname: string): boolean {
  return (
    /^(www\.)?github\.com$/.test(hostname) ||
    (hostname.startsWith('github.') && hostname !== 'github.io') ||
    hostname.endsWith('.ghe.com')
  );
}
