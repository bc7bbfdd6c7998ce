import { MAX_NAME_LENGTH, quote } from '@internal/plugin-static-data-common';
import { Problem } from '../../findings';
import { parseRepositoryAddress } from '../../repositories/parseRepositoryAddress';
import { withPlace } from '../../repositories/places';
import {
  RepositoryAddress,
  RepositoryHost,
  toAddressText,
  toRepositoryName,
} from '../../repositories/repositoryAddress';

/**
 * What the record of an application says about its repository, as it was written.
 *
 * @public
 */
export interface ApplicationRepository {
  /** Field that names the repository, and what it says. */
  named?: { field: 'repository' | 'repo' | 'githubRepo'; value: unknown };
  /** An address of the application, which may be that of its repository. */
  url?: string;
  ref?: unknown;
  path?: unknown;
}

type FoundRepository = ReturnType<typeof findRepository>;

/** A sync looks for the repository of each application several times. */
const found = new WeakMap<
  ApplicationRepository,
  { hosts: RepositoryHost[]; repository: FoundRepository }
>();

/**
 * Finds the repository of an application: the one that it names, or else that in its `url`, unless
 * the application says that it has none.
 *
 * @returns neither if nothing in the record looks like a repository; `unknownHost` if the `url` is
 * on a host that is not known, and as likely the address of a website
 * @public
 */
export function findRepository(
  repository: ApplicationRepository,
  hosts: RepositoryHost[],
): {
  address?: RepositoryAddress;
  problem?: { field: string } & Pick<Problem, 'code' | 'message' | 'hint'>;
  unknownHost?: string;
} {
  const known = found.get(repository);
  if (known?.hosts === hosts) {
    return known.repository;
  }
  const result = lookForRepository(repository, hosts);
  found.set(repository, { hosts, repository: result });
  return result;
}

function lookForRepository(
  repository: ApplicationRepository,
  hosts: RepositoryHost[],
): FoundRepository {
  const { named, url, ref, path } = repository;
  if (named?.value === false) {
    return {};
  }
  const ofUrl = url ? parseRepositoryAddress(url, hosts) : undefined;
  let result = named ? parseRepositoryAddress(named.value, hosts) : ofUrl;
  if (!result) {
    return {};
  }
  if (named && ofUrl && 'address' in result && 'address' in ofUrl) {
    // `url` may say where in the repository the application is.
    const { address } = result;
    const isRoot = !address.ref && !address.path && !address.refAndPath;
    if (isRoot && isSameRepository(address, ofUrl.address)) {
      result = { ...result, address: ofUrl.address };
    }
  }
  result = withPlace(result, { ref, path });
  if ('address' in result) {
    const { address } = result;
    if (Buffer.byteLength(toAddressText(address)) <= MAX_NAME_LENGTH) {
      return { address };
    }
    result = {
      problem: `has more than ${MAX_NAME_LENGTH} bytes, together with its branch and folder`,
      hint: 'Shorten the address, the branch or the folder.',
      looksLikeRepository: true,
    };
  }
  if (!named && !result.looksLikeRepository) {
    return {};
  }
  if (!named && result.mayBeWebsite) {
    return { unknownHost: result.unknownHost };
  }
  const { field, value } = named ?? { field: 'url', value: url };
  const written =
    typeof value === 'string' ? quote(withoutCredentials(value)) : 'a value';
  return {
    problem: {
      field,
      code: result.isNotAllowed ? 'REPOSITORY_NOT_ALLOWED' : 'SCHEMA',
      message: `has ${written} in '${field}', which ${result.problem}`,
      hint: result.hint,
    },
  };
}

/** Credentials in an address must not become visible, however badly it is written. */
function withoutCredentials(address: string): string {
  const [, scheme, rest] = /^([a-z][\w+.:-]*:\/\/)?(.*)$/is.exec(address)!;
  const end = rest.lastIndexOf('@');
  const before = rest.slice(0, Math.max(end, 0));
  return end >= 0 && (before.includes(':') || !before.includes('/'))
    ? `${scheme ?? ''}${rest.slice(end + 1)}`
    : address;
}

function isSameRepository(a: RepositoryAddress, b: RepositoryAddress): boolean {
  return (
    toRepositoryName(a).toLowerCase() === toRepositoryName(b).toLowerCase()
  );
}
