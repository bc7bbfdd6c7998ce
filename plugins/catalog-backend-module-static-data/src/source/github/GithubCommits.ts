import { ResponseError } from '@backstage/errors';
import {
  GithubCredentialsProvider,
  GithubIntegration,
} from '@backstage/integration';
import { SyncCommit, truncate } from '@internal/plugin-static-data-common';
import { SourceFile } from '@internal/plugin-static-data-model';
import { z } from 'zod';
import { HostedRepository, nameOf, repositoryUrl } from '../repositoryUrls';
import { CommitRange, SourceCommit, SourceCommits } from '../SourceReader';

const TIMEOUT_MS = 10_000;
const MAX_MESSAGE_LENGTH = 2_000;
const MAX_SUBJECT_LENGTH = 200;

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

/**
 * Asks GitHub about the commits of a repository: Backstage's URL readers only read files.
 *
 * Every method throws a ResponseError if GitHub refuses, or whatever keeps it from answering.
 */
export class GithubCommits implements SourceCommits {
  constructor(
    private readonly options: {
      repository: HostedRepository;
      integration: GithubIntegration;
      credentialsProvider: GithubCredentialsProvider;
    },
  ) {}

  /** Who made a commit, and why. */
  async read(revision: string, signal: AbortSignal): Promise<SyncCommit> {
    const path = `git/commits/${encodeURIComponent(revision)}`;
    return toSyncCommit(await this.#get(path, commitSchema, signal));
  }

  /** See `SourceCommits.compare`. */
  async compare(
    from: string,
    to: string,
    signal: AbortSignal,
  ): Promise<CommitRange | undefined> {
    const span = [from, to].map(encodeURIComponent).join('...');
    const { status, commits, files, ...comparison } = await this.#get(
      `compare/${span}`,
      comparisonSchema,
      signal,
    );
    if (status !== 'ahead' || commits.length < comparison.total_commits) {
      return undefined;
    }
    return {
      commits: new Map(
        commits.map(({ sha, commit, parents }) => [
          sha,
          toSourceCommit(sha, toSyncCommit(commit), parents),
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
    const query = new URLSearchParams({
      sha: revision,
      path,
      per_page: String(MAX_PAGE_SIZE),
    });
    const commits = await this.#get(`commits?${query}`, listSchema, signal);
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
    const address = path.split('/').map(encodeURIComponent).join('/');
    const response = await this.#fetch(
      `contents/${address}?${new URLSearchParams({ ref: revision })}`,
      'application/vnd.github.raw+json',
      signal,
    );
    if (response.status === 404) {
      return undefined;
    }
    const content = Buffer.from(await (await succeed(response)).arrayBuffer());
    return { path, content, size: content.length, tooLarge: false };
  }

  async #get<Schema extends z.ZodType>(
    path: string,
    schema: Schema,
    signal: AbortSignal,
  ): Promise<z.output<Schema>> {
    const response = await this.#fetch(
      path,
      'application/vnd.github+json',
      signal,
    );
    return schema.parse(await (await succeed(response)).json());
  }

  async #fetch(
    path: string,
    accept: string,
    signal: AbortSignal,
  ): Promise<Response> {
    const { repository, integration, credentialsProvider } = this.options;
    const { headers } = await credentialsProvider.getCredentials({
      url: repositoryUrl(repository),
    });
    return fetch(
      `${integration.config.apiBaseUrl}/repos/${nameOf(repository)}/${path}`,
      {
        headers: { ...headers, accept },
        signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
      },
    );
  }
}

async function succeed(response: Response): Promise<Response> {
  if (!response.ok) {
    throw await ResponseError.fromResponse(response);
  }
  return response;
}

function toSourceCommit(
  id: string,
  { message, ...made }: SyncCommit,
  parents: { sha: string }[],
): SourceCommit {
  return {
    id,
    subject: truncate(message.split('\n')[0], MAX_SUBJECT_LENGTH),
    ...made,
    parents: parents.map(({ sha }) => sha),
  };
}

function toSyncCommit({
  message,
  author,
}: z.output<typeof commitSchema>): SyncCommit {
  const time = Date.parse(author?.date ?? '');
  return {
    message: truncate(message.trim(), MAX_MESSAGE_LENGTH),
    ...(author?.name && { author: author.name }),
    ...(!Number.isNaN(time) && { time: new Date(time).toISOString() }),
  };
}
