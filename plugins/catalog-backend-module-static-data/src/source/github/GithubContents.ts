import {
  MAX_BUILD_FILE_SIZE,
  RepositoryAddress,
} from '@internal/plugin-static-data-model';
import { z } from 'zod';
import { badAnswer } from '../sourceFailures';
import { HostAnswer, parseAnswer } from '../HostClient';
import { GithubApi } from './GithubApi';
import { GithubObject, GithubObjects, ObjectQuery } from './GithubObjects';
import { RepositoryName, toNewName } from '../repositoryUrls';
import { isNotFound } from '../toHostFailure';
import { readNewName } from './readNewName';

const DEFAULT_BRANCH = 'HEAD';

/** Bytes of a file that is read together with others: their contents are in one answer. */
const MAX_TEXT_SIZE = 64 * 1024;

/** A symbolic link, as the mode of an entry in Git. */
const SYMLINK_MODE = 0o120000;

/** A file or a symbolic link in a folder. */
export interface GithubFile {
  /** Changes with the content. */
  id: string;
  /** Bytes; of a link, of its target's path. */
  size: number;
  isLink: boolean;
}

/** What a folder has in it. */
export interface GithubFolder {
  /** Changes with the content; undefined if it is not known. */
  version?: string;
  /** By name. */
  files: Map<string, GithubFile>;
}

/** The folders and files of a repository on GitHub, at one branch, tag or commit. */
export interface GithubContents {
  /** What GitHub calls the repository, if that is another name than it was asked for by. */
  readonly renamedTo: RepositoryName | undefined;

  /**
   * Lists a folder, unless it still has a version.
   *
   * @returns undefined if there is no such folder
   */
  list(
    folder: string,
    version?: string,
  ): Promise<GithubFolder | 'unchanged' | undefined>;

  /**
   * Reads a file, or what a link points to.
   *
   * @param file - as it was listed
   * @throws AnswerTooLargeError if it is larger than a build file may be
   */
  read(path: string, file?: GithubFile): Promise<string>;
}

export interface GithubContentsOptions {
  repository: RepositoryAddress;
  ref?: string;
  signal: AbortSignal;
}

/** The part of GitHub's answer that is used: https://docs.github.com/rest/repos/contents */
const listingSchema = z.array(
  z.object({
    type: z.string(),
    name: z.string(),
    sha: z.string(),
    size: z.number().optional(),
  }),
);

/** Reads one folder or file a request. GitHub does not count what is unchanged. */
export class RestContents implements GithubContents {
  renamedTo: RepositoryName | undefined;

  constructor(
    private readonly api: GithubApi,
    private readonly options: GithubContentsOptions,
  ) {}

  async list(
    folder: string,
    version?: string,
  ): Promise<GithubFolder | 'unchanged' | undefined> {
    let answer;
    try {
      answer = await this.#get(folder, { etag: version });
    } catch (error) {
      if (!isNotFound(error)) {
        throw error;
      }
      return undefined;
    }
    if (answer.status === 304) {
      return 'unchanged';
    }
    // Of a file, there is a description in place of a list.
    const listing = listingSchema.safeParse(parseAnswer(answer));
    return (
      listing.data && {
        version: answer.etag,
        files: new Map(
          listing.data
            .filter(({ type }) => type === 'file' || type === 'symlink')
            .map(({ name, sha, size = 0, type }) => [
              name,
              { id: sha, size, isLink: type === 'symlink' },
            ]),
        ),
      }
    );
  }

  async read(path: string): Promise<string> {
    const { content } = await this.#get(path, {
      mediaType: 'v3.raw',
      maxSize: MAX_BUILD_FILE_SIZE,
    });
    return content.toString('utf8');
  }

  async #get(
    path: string,
    options: Pick<
      Parameters<GithubApi['get']>[2],
      'mediaType' | 'etag' | 'maxSize'
    >,
  ): Promise<HostAnswer> {
    const { repository, ref = DEFAULT_BRANCH, signal } = this.options;
    const answer = await this.api.get(repository, `contents/${path}`, {
      ...options,
      query: { ref },
      signal,
    });
    if (answer.isRedirected) {
      // GitHub leads to an address that has no name in it.
      this.renamedTo ??= await readNewName(this.api, repository, signal);
    }
    return answer;
  }
}

/** Reads what many ask for in one request, but for links and large files. */
export class GraphqlContents implements GithubContents {
  renamedTo: RepositoryName | undefined;
  readonly #rest: RestContents;

  constructor(
    api: GithubApi,
    private readonly objects: GithubObjects,
    private readonly options: GithubContentsOptions,
  ) {
    this.#rest = new RestContents(api, options);
  }

  async list(
    folder: string,
    version?: string,
  ): Promise<GithubFolder | 'unchanged' | undefined> {
    const { ref = DEFAULT_BRANCH } = this.options;
    const expression = `${ref}:${folder}`;
    if (version !== undefined) {
      const current = await this.#read(expression, 'id');
      if (!current || current.oid === version) {
        return current && 'unchanged';
      }
    }
    const tree = await this.#read(expression, 'tree');
    // Of a file, there are no entries.
    return tree?.entries
      ? {
          version: tree.oid,
          files: new Map(
            tree.entries
              .filter(({ type }) => type === 'blob')
              .map(({ name, oid, size, mode }) => [
                name,
                { id: oid, size, isLink: mode === SYMLINK_MODE },
              ]),
          ),
        }
      : undefined;
  }

  async read(path: string, file?: GithubFile): Promise<string> {
    if (!file || file.isLink || file.size > MAX_TEXT_SIZE) {
      return this.#rest.read(path);
    }
    const blob = await this.#read(file.id, 'blob');
    if (!blob) {
      throw badAnswer(`${path} is gone, although it was there a moment ago`);
    }
    // Of what it takes for a binary file, GraphQL has no text.
    return typeof blob.text === 'string' && !blob.isTruncated
      ? blob.text
      : this.#rest.read(path);
  }

  async #read(
    expression: string,
    select: ObjectQuery['select'],
  ): Promise<GithubObject | undefined> {
    const { repository } = this.options;
    try {
      const object = await this.objects.read({
        repository,
        expression,
        select,
      });
      if (object) {
        this.renamedTo = toNewName(repository, object.nameWithOwner);
      }
      return object;
    } catch (error) {
      if (isNotFound(error)) {
        return undefined;
      }
      throw error;
    }
  }
}
