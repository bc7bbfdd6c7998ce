import { SyncCommit } from '@internal/plugin-static-data-common';
import { decodeFile, SourceFile } from '@internal/plugin-static-data-model';
import { z } from 'zod';
import { toSourceCommit, toSyncCommit } from '../commits';
import { RepositoryName } from '../repositoryUrls';
import { CommitRange, SourceCommits } from '../SourceReader';
import { AnswerTooLargeError, HostAnswer, parseAnswer } from '../HostClient';
import { GithubApi } from './GithubApi';
import { isNotFound } from '../toHostFailure';

const TIMEOUT_MS = 10_000;

/** GitHub lists no more files of a comparison. */
const MAX_COMPARED_FILES = 300;
const MAX_PAGE_SIZE = 100;

/** The part of GitHub's answer that is used: https://docs.github.com/rest/git/commits */
const commitSchema = z.object({
  message: z.string(),
  author: z
    .object({ name: z.string().optional(), date: z.string().optional() })
    .nullish(),
});

/** https://docs.github.com/rest/commits/commits#compare-two-commits */
const comparisonSchema = z.object({
  status: z.string(),
  total_commits: z.number(),
  commits: z.array(
    z.object({
      sha: z.string(),
      commit: commitSchema,
      parents: z.array(z.object({ sha: z.string() })),
    }),
  ),
  files: z
    .array(
      z.object({
        filename: z.string(),
        previous_filename: z.string().optional(),
      }),
    )
    .optional(),
});

/** https://docs.github.com/rest/commits/commits#list-commits */
const listSchema = z.array(z.object({ sha: z.string() }));

type RequestOptions = Parameters<GithubApi['get']>[2];

/** Asks GitHub about the commits of a repository. Every method throws what its API throws. */
export class GithubCommits implements SourceCommits {
  constructor(
    private readonly api: GithubApi,
    private readonly repository: RepositoryName,
    /** Bytes of a file. */
    private readonly maxFileSize: number,
  ) {}

  /** Who made a commit, and why. */
  async read(revision: string, signal: AbortSignal): Promise<SyncCommit> {
    const path = `git/commits/${revision}`;
    return toMade(await this.#read(path, commitSchema, { signal }));
  }

  /** See `SourceCommits.compare`. */
  async compare(
    from: string,
    to: string,
    signal: AbortSignal,
  ): Promise<CommitRange | undefined> {
    const { status, commits, files, ...comparison } = await this.#read(
      `compare/${from}...${to}`,
      comparisonSchema,
      { signal },
    );
    if (status !== 'ahead' || commits.length < comparison.total_commits) {
      return undefined;
    }
    return {
      commits: new Map(
        commits.map(({ sha, commit, parents }) => [
          sha,
          toSourceCommit(
            sha,
            toMade(commit),
            parents.map(parent => parent.sha),
          ),
        ]),
      ),
      changedFiles:
        files && files.length < MAX_COMPARED_FILES
          ? new Set(
              files.flatMap(({ filename, previous_filename: previous }) =>
                previous ? [filename, previous] : [filename],
              ),
            )
          : undefined,
    };
  }

  /** See `SourceCommits.listTouching`. */
  async listTouching(
    path: string,
    revision: string,
    signal: AbortSignal,
  ): Promise<{ ids: string[]; isComplete: boolean }> {
    const commits = await this.#read('commits', listSchema, {
      query: { sha: revision, path, per_page: String(MAX_PAGE_SIZE) },
      signal,
    });
    return {
      ids: commits.map(({ sha }) => sha),
      isComplete: commits.length < MAX_PAGE_SIZE,
    };
  }

  /** See `SourceCommits.readFileAt`. */
  async readFileAt(
    path: string,
    revision: string,
    signal: AbortSignal,
  ): Promise<SourceFile | undefined> {
    try {
      const { content } = await this.#get(`contents/${path}`, {
        mediaType: 'v3.raw',
        maxSize: this.maxFileSize,
        query: { ref: revision },
        signal,
      });
      return decodeFile(path, content);
    } catch (error) {
      if (isNotFound(error) || error instanceof AnswerTooLargeError) {
        return undefined;
      }
      throw error;
    }
  }

  async #read<Schema extends z.ZodType>(
    path: string,
    schema: Schema,
    options: RequestOptions,
  ): Promise<z.output<Schema>> {
    return schema.parse(parseAnswer(await this.#get(path, options)));
  }

  async #get(path: string, options: RequestOptions): Promise<HostAnswer> {
    return this.api.get(this.repository, path, {
      ...options,
      signal: AbortSignal.any([
        options.signal,
        AbortSignal.timeout(TIMEOUT_MS),
      ]),
    });
  }
}

function toMade({
  message,
  author,
}: z.output<typeof commitSchema>): SyncCommit {
  return toSyncCommit({ message, author: author?.name, time: author?.date });
}
