/**
 * One file of the source, held in memory.
 *
 * @public
 */
export interface SourceFile {
  /** Path from the root of the source, with forward slashes. */
  path: string;
  /** Bytes of the file; empty when `tooLarge`. */
  content: Buffer;
  /** Size in bytes. */
  size: number;
  /** Over the limit of one file: `content` is empty, the file must not be parsed. */
  tooLarge: boolean;
}

/**
 * Where the data is, relative to the root of the source.
 *
 * @public
 */
export interface SourceFilesConfig {
  applications: string;
  squads: string;
  boundedContexts: string;
  domains: string;
  contracts: string;
}

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

/**
 * Limits of a source, from the source format.
 *
 * @public
 */
export const SOURCE_LIMITS = {
  /** Bytes of one file: 5 MiB. */
  maxFileSize: 5 * 1024 * 1024,
  maxFiles: 200_000,
} as const;
