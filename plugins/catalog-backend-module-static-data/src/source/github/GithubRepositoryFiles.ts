import { posix } from 'node:path';
import {
  MAX_BUILD_FILE_SIZE,
  RepositoryAddress,
  untilAborted,
} from '@internal/plugin-static-data-model';
import { z } from 'zod';
import { createSizeCheck, RepositoryFiles, toFolder } from '../RepositoryFiles';
import { buildFileTooLarge } from '../sourceFailures';
import {
  AnswerTooLargeError,
  GithubAnswer,
  GithubApi,
  parseAnswer,
} from './GithubApi';
import { isNotFound } from './toGithubFailure';

const DEFAULT_BRANCH = 'HEAD';

/** The part of GitHub's answer that is used: https://docs.github.com/rest/repos/contents */
const listingSchema = z.array(
  z.object({
    type: z.string(),
    name: z.string(),
    sha: z.string(),
    size: z.number().optional(),
  }),
);

/** What is known of files that were read before. */
export interface KnownFiles {
  /** Etags of folders. */
  folders: Record<string, string>;
  /** Ids of build files, by path. */
  ids: Record<string, string>;
}

interface GithubRepositoryFilesOptions {
  ref?: string;
  known?: KnownFiles;
  signal: AbortSignal;
}

/** The files of a repository on GitHub, at one branch, tag or commit. */
export class GithubRepositoryFiles implements RepositoryFiles {
  /** Of the folders that were listed. */
  readonly etags = new Map<string, string>();
  readonly #api: GithubApi;
  readonly #repository: RepositoryAddress;
  readonly #options: GithubRepositoryFilesOptions;
  /** Folders that were asked for to see whether they have changed. */
  readonly #asked = new Map<string, Map<string, string> | undefined>();
  readonly #sizes = new Map<string, number>();
  readonly #contents = new Map<string, Promise<string>>();
  readonly #checkSize = createSizeCheck();
  #root: string | undefined;

  constructor(
    api: GithubApi,
    repository: RepositoryAddress,
    options: GithubRepositoryFilesOptions,
  ) {
    this.#api = api;
    this.#repository = repository;
    this.#options = options;
  }

  /** Whether nothing below a folder has changed, nor any other folder that was read. */
  async areUnchanged(root: string): Promise<boolean> {
    this.#root = root;
    const { known } = this.#options;
    const others = Object.keys(known?.folders ?? {}).filter(
      folder =>
        root !== '' && folder !== root && !folder.startsWith(`${root}/`),
    );
    for (const folder of [root, ...others]) {
      const etag = known?.folders[folder];
      if (
        etag === undefined ||
        (await this.#list(folder, etag)) !== 'unchanged'
      ) {
        return false;
      }
    }
    return true;
  }

  async list(
    folder: string,
    _names: readonly string[],
    areNamesKnown: boolean,
  ): Promise<Map<string, string> | undefined> {
    if (this.#asked.has(folder)) {
      return this.#asked.get(folder);
    }
    const { known } = this.#options;
    // Of the root, more than the build file must be known.
    const isKnown = areNamesKnown && folder !== this.#root;
    const etag = isKnown ? known?.folders[folder] : undefined;
    const listed = await this.#list(folder, etag);
    if (listed !== 'unchanged') {
      return listed;
    }
    this.etags.set(folder, etag!);
    const ids = Object.entries(known!.ids).filter(
      ([path]) => toFolder(path) === folder,
    );
    return new Map(ids.map(([path, id]) => [posix.basename(path), id]));
  }

  async read(path: string): Promise<string> {
    const content = this.#contents.get(path) ?? this.#download(path);
    this.#contents.set(path, content);
    return content;
  }

  async #download(path: string): Promise<string> {
    if ((this.#sizes.get(path) ?? 0) > MAX_BUILD_FILE_SIZE) {
      throw buildFileTooLarge(path);
    }
    try {
      const { content } = await this.#get(path, {
        mediaType: 'v3.raw',
        maxSize: MAX_BUILD_FILE_SIZE,
      });
      this.#checkSize(content.length);
      return content.toString('utf8');
    } catch (error) {
      throw error instanceof AnswerTooLargeError
        ? buildFileTooLarge(path)
        : error;
    }
  }

  async #list(
    folder: string,
    etag: string | undefined,
  ): Promise<Map<string, string> | undefined | 'unchanged'> {
    let answer;
    try {
      answer = await this.#get(folder, { etag });
    } catch (error) {
      if (!isNotFound(error)) {
        throw error;
      }
      this.#asked.set(folder, undefined);
      return undefined;
    }
    if (answer.status === 304) {
      return 'unchanged';
    }
    const listing = listingSchema.safeParse(parseAnswer(answer));
    const listed = listing.data?.filter(
      ({ type }) => type === 'file' || type === 'symlink',
    );
    const ids = listed && new Map(listed.map(({ name, sha }) => [name, sha]));
    for (const { name, size = 0 } of listed ?? []) {
      this.#sizes.set(posix.join(folder, name), size);
    }
    if (answer.etag) {
      this.etags.set(folder, answer.etag);
    }
    this.#asked.set(folder, ids);
    return ids;
  }

  async #get(
    path: string,
    options: Pick<
      Parameters<GithubApi['get']>[2],
      'mediaType' | 'etag' | 'maxSize'
    >,
  ): Promise<GithubAnswer> {
    const { ref = DEFAULT_BRANCH, signal } = this.#options;
    return untilAborted(signal, () =>
      this.#api.get(this.#repository, `contents/${path}`, {
        ...options,
        query: { ref },
        signal,
      }),
    );
  }
}
