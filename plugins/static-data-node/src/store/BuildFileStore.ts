/**
 * A build file as it was last read.
 *
 * @public
 */
export interface BuildFileEntry {
  /** `owner/name`, with `#ref` where the application names one. */
  repository: string;
  /** Path of the build file in its repository; empty where the repository has none. */
  path: string;
  /** What the source gave to ask "has it changed?" with. */
  etag?: string;
  providesApis: string[];
  consumesApis: string[];
}

/**
 * What was read from the build files of the applications.
 *
 * @public
 */
export interface BuildFileStore {
  list(): Promise<BuildFileEntry[]>;
}
