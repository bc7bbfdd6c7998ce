import { createMatcher } from './createMatcher';

/**
 * In the place of a host's name: every host that is not in the list.
 *
 * @public
 */
export const ANY_HOST = '*';

/**
 * A host of repositories that is known from the configuration.
 *
 * @public
 */
export interface RepositoryHost {
  /** Name, and port if it is not the usual one, in lower case; or {@link ANY_HOST}. */
  host: string;
  /**
   * Below which the host has its repositories, if that is not `https://` and its name: with a path, or
   * with `http://`. Without a slash at the end.
   */
  baseUrl?: string;
  /** As Backstage's integrations call it, for example `github` or `gitlab`. */
  type: string;
  /**
   * What the source reads there: `own` is the host that addresses without a host mean, `other` can
   * be read as well, and `none` cannot be read from this source.
   */
  access: 'own' | 'other' | 'none';
  /**
   * The repositories there that the source may name, as `owner/name` with `*` for any part of a name.
   * Undefined means all of them.
   */
  repositories?: string[];
}

/**
 * A folder of a repository.
 *
 * @public
 */
export interface RepositoryAddress {
  /** Undefined means the host of the source. */
  host?: string;
  owner: string;
  name: string;
  /** Branch, tag or commit; undefined means the default branch. */
  ref?: string;
  /** Folder in the repository; undefined means its root, or the folder in `refAndPath`. */
  path?: string;
  /**
   * Branch, tag or commit, and the folder behind it, as a web address has them: both can contain
   * slashes, so only who knows the repository can tell where the one ends. With `ref`, that counts, at
   * the folder behind; with `path`, it may be below that folder.
   */
  refAndPath?: string;
}

/**
 * What a text or an object says about a repository.
 *
 * @public
 */
export type RepositoryAddressResult =
  | {
      address: RepositoryAddress;
      /** Where people find it; undefined if the host is not known. */
      webUrl?: string;
    }
  | {
      /** Continues a sentence about the value. */
      problem: string;
      hint: string;
      /** Whether it is meant as a repository, for all that its form says. */
      looksLikeRepository: boolean;
      /** The host that is not known, if that is all that is wrong. */
      unknownHost?: string;
      /** Whether nothing but its form says that it is a repository, and not a website. */
      mayBeWebsite?: boolean;
      /** The configuration does not allow what is otherwise right. */
      isNotAllowed?: boolean;
      /** Where people find it, as far as that is known. */
      webUrl?: string;
    };

/**
 * Whether a source may name a repository on a host.
 *
 * @public
 */
export function isAllowedRepository(
  { repositories }: Pick<RepositoryHost, 'repositories'>,
  { owner, name }: Pick<RepositoryAddress, 'owner' | 'name'>,
): boolean {
  return !repositories || createMatcher(repositories)(`${owner}/${name}`);
}

/**
 * `owner/name`, with `host/` before it if it is not the host of the source.
 *
 * @public
 */
export function toRepositoryName(
  address: Pick<RepositoryAddress, 'host' | 'owner' | 'name'>,
): string {
  const { host, owner, name } = address;
  return `${host ? `${host}/` : ''}${owner}/${name}`;
}

/**
 * The name of the repository, with the folder and the branch, tag or commit that the address names.
 *
 * @public
 */
export function toAddressText(address: RepositoryAddress): string {
  const { ref, path, refAndPath } = address;
  return [
    toRepositoryName(address),
    refAndPath && `/tree/${refAndPath}`,
    path && `/${path}`,
    ref && `#${ref}`,
  ]
    .filter(Boolean)
    .join('');
}
