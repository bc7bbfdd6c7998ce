import { truncate } from '@internal/plugin-static-data-common';
import chunk from 'lodash/chunk';
import { z } from 'zod';
import { parseAnswer } from '../HostClient';
import {
  Annotation,
  CommitMark,
  COMMENTS_PER_PAGE,
  findMarkedComments,
  HostComment,
  PullRequestHost,
  toCommentText,
} from '../PullRequestHost';
import { RateLimit } from '../RateLimit';
import { RepositoryName } from '../repositoryUrls';
import { statusOf } from '../toHostFailure';
import { GithubApi } from './GithubApi';

/** GitHub takes no more with a request: https://docs.github.com/rest/checks/runs */
const ANNOTATIONS_PER_REQUEST = 50;

/** Nobody reads more beside the lines of a file. */
const MAX_ANNOTATIONS = 500;

/** GitHub takes no longer description of a status. */
const MAX_DESCRIPTION_LENGTH = 140;
const MAX_TITLE_LENGTH = 255;

/** https://docs.github.com/rest/commits/commits#compare-two-commits */
const comparisonSchema = z.object({
  merge_base_commit: z.object({ sha: z.string() }).optional(),
});

const createdSchema = z.object({ id: z.number() });

/** https://docs.github.com/rest/issues/comments */
const commentsSchema = z.array(
  z.object({
    id: z.number(),
    body: z.string().nullish(),
    user: z.object({ login: z.string(), type: z.string() }).nullish(),
  }),
);

const userSchema = z.object({ login: z.string() });

const STATUS_STATES: Record<CommitMark['state'], string> = {
  pending: 'pending',
  passed: 'success',
  failed: 'failure',
  error: 'error',
  cancelled: 'error',
};

const CONCLUSIONS: Record<Exclude<CommitMark['state'], 'pending'>, string> = {
  passed: 'success',
  failed: 'failure',
  error: 'neutral',
  cancelled: 'cancelled',
};

/**
 * Tells GitHub about pull requests of a repository: by a check run with annotations as a GitHub App, which
 * alone may have them, and else by the status of a commit.
 */
export class GithubPullRequests implements PullRequestHost {
  readonly maxCommentLength = 65_536;
  #login?: string;

  constructor(
    private readonly api: GithubApi,
    private readonly repository: RepositoryName,
  ) {}

  get rateLimit(): RateLimit {
    return this.api.rateLimitOf(this.repository);
  }

  /** See {@link PullRequestHost.findMergeBase}. */
  async findMergeBase(
    branch: string,
    commit: string,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    const answer = await this.api.get(
      this.repository,
      `compare/${branch}...${commit}`,
      { query: { per_page: '1' }, signal },
    );
    return comparisonSchema.parse(parseAnswer(answer)).merge_base_commit?.sha;
  }

  /** See {@link PullRequestHost.mark}. */
  async mark(
    mark: CommitMark,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    if (await this.api.isApp(this.repository, signal)) {
      return this.#updateCheckRun(mark, signal);
    }
    await this.#write('POST', `statuses/${mark.commit}`, signal, {
      state: STATUS_STATES[mark.state],
      context: mark.name,
      description: truncate(mark.summary, MAX_DESCRIPTION_LENGTH),
      target_url: mark.url,
    });
    return undefined;
  }

  /** See {@link PullRequestHost.findComments}. */
  async findComments(
    { number, marker }: Pick<HostComment, 'number' | 'marker'>,
    signal: AbortSignal,
  ): Promise<string[]> {
    const login = await this.#readLogin(signal);
    return findMarkedComments(
      marker,
      async page => {
        const answer = await this.api.get(
          this.repository,
          `issues/${number}/comments`,
          {
            query: { per_page: String(COMMENTS_PER_PAGE), page: String(page) },
            signal,
          },
        );
        return commentsSchema.parse(parseAnswer(answer));
      },
      ({ user }) =>
        login === undefined ? user?.type === 'Bot' : user?.login === login,
    );
  }

  /** See {@link PullRequestHost.createComment}. */
  async createComment(
    comment: HostComment,
    signal: AbortSignal,
  ): Promise<string> {
    return this.#write('POST', `issues/${comment.number}/comments`, signal, {
      body: toCommentText(comment),
    });
  }

  /** See {@link PullRequestHost.updateComment}. */
  async updateComment(
    id: string,
    comment: HostComment,
    signal: AbortSignal,
  ): Promise<void> {
    await this.#write('PATCH', `issues/comments/${id}`, signal, {
      body: toCommentText(comment),
    });
  }

  async #updateCheckRun(
    mark: CommitMark,
    signal: AbortSignal,
  ): Promise<string> {
    const { name, commit, state, summary, url, annotations = [] } = mark;
    const [first = [], ...others] = chunk(
      annotations.slice(0, MAX_ANNOTATIONS).map(toAnnotation),
      ANNOTATIONS_PER_REQUEST,
    );
    const toOutput = (batch: typeof first) => ({
      title: truncate(summary, MAX_TITLE_LENGTH),
      summary: url ? `[What it would change](${url})` : 'See the comment.',
      annotations: batch,
    });
    const run = {
      name,
      details_url: url,
      ...(state === 'pending'
        ? { status: 'in_progress' }
        : { status: 'completed', conclusion: CONCLUSIONS[state] }),
      output: toOutput(first),
    };
    const id = mark.id
      ? await this.#write('PATCH', `check-runs/${mark.id}`, signal, run)
      : await this.#write('POST', 'check-runs', signal, {
          ...run,
          head_sha: commit,
        });
    for (const batch of others) {
      // GitHub adds them to those before.
      await this.#write('PATCH', `check-runs/${id}`, signal, {
        output: toOutput(batch),
      });
    }
    return id;
  }

  /** @returns the id of what there is now */
  async #write(
    method: 'POST' | 'PATCH',
    path: string,
    signal: AbortSignal,
    body: object,
  ): Promise<string> {
    const { repository } = this;
    const answer = await this.api.write(repository, method, path, body, signal);
    return String(createdSchema.parse(parseAnswer(answer)).id);
  }

  async #readLogin(signal: AbortSignal): Promise<string | undefined> {
    if (await this.api.isApp(this.repository, signal)) {
      return undefined;
    }
    try {
      this.#login ??= userSchema.parse(
        await this.api.readUser(this.repository, signal),
      ).login;
      return this.#login;
    } catch (error) {
      // The token of an app, such as that of a workflow, is of no user.
      if ([401, 403, 404].includes(statusOf(error) ?? 0)) {
        return undefined;
      }
      throw error;
    }
  }
}

function toAnnotation({ file, line, severity, title, message }: Annotation) {
  return {
    path: file,
    start_line: line,
    end_line: line,
    annotation_level: severity === 'error' ? 'failure' : 'warning',
    title: truncate(title, MAX_TITLE_LENGTH),
    message,
  };
}
