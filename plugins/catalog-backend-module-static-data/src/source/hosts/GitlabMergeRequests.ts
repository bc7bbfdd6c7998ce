import { truncate } from '@internal/plugin-static-data-common';
import { z } from 'zod';
import {
  CommitMark,
  COMMENTS_PER_PAGE,
  findMarkedComments,
  HostComment,
  PullRequestHost,
  toCommentText,
} from '../PullRequestHost';
import { RateLimit } from '../RateLimit';
import { answerOf, statusOf } from '../toHostFailure';
import { HostRequests } from './HostRequests';

const MAX_DESCRIPTION_LENGTH = 255;

const commitSchema = z.object({ id: z.string() });

/** https://docs.gitlab.com/api/notes */
const noteSchema = z.object({
  id: z.number(),
  body: z.string(),
  author: z.object({ username: z.string() }),
});

const STATES: Record<CommitMark['state'], string> = {
  pending: 'running',
  passed: 'success',
  failed: 'failed',
  error: 'failed',
  cancelled: 'canceled',
};

/** Tells a GitLab about merge requests of a project: by the status of a commit, and a note. */
export class GitlabMergeRequests implements PullRequestHost {
  readonly maxCommentLength = 1_000_000;
  readonly #requests: HostRequests;
  readonly #apiBaseUrl: string;
  readonly #urlOf: (path: string) => string;
  #username?: string;

  constructor(
    requests: HostRequests,
    /** `urlOf`: address of something below that of the project */
    addresses: { apiBaseUrl: string; urlOf: (path: string) => string },
  ) {
    this.#requests = requests;
    this.#apiBaseUrl = addresses.apiBaseUrl;
    this.#urlOf = addresses.urlOf;
  }

  get rateLimit(): RateLimit {
    return this.#requests.client.rateLimit;
  }

  /** See {@link PullRequestHost.findMergeBase}. */
  async findMergeBase(
    branch: string,
    commit: string,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    const refs = new URLSearchParams([
      ['refs[]', branch],
      ['refs[]', commit],
    ]);
    const base = await this.#requests.read(
      this.#urlOf(`/repository/merge_base?${refs}`),
      commitSchema,
      { signal },
    );
    return base?.id;
  }

  /** See {@link PullRequestHost.mark}. */
  async mark(mark: CommitMark, signal: AbortSignal): Promise<undefined> {
    const { name, commit, state, summary, url } = mark;
    try {
      await this.#requests.write(
        this.#urlOf(`/statuses/${commit}`),
        'POST',
        {
          state: STATES[state],
          name,
          description: truncate(summary, MAX_DESCRIPTION_LENGTH),
          target_url: url,
        },
        { schema: z.unknown(), signal },
      );
    } catch (error) {
      if (!isHarmless(error)) {
        throw error;
      }
    }
    return undefined;
  }

  /** See {@link PullRequestHost.findComments}. */
  async findComments(
    { number, marker }: Pick<HostComment, 'number' | 'marker'>,
    signal: AbortSignal,
  ): Promise<string[]> {
    const username = await this.#readUsername(signal);
    return findMarkedComments(
      marker,
      async page =>
        (await this.#requests.read(
          this.#urlOf(`/merge_requests/${number}/notes`),
          z.array(noteSchema),
          { query: { sort: 'asc', per_page: COMMENTS_PER_PAGE, page }, signal },
        )) ?? [],
      ({ author }) => author.username === username,
    );
  }

  /** See {@link PullRequestHost.createComment}. */
  async createComment(
    comment: HostComment,
    signal: AbortSignal,
  ): Promise<string> {
    const note = await this.#requests.write(
      this.#urlOf(`/merge_requests/${comment.number}/notes`),
      'POST',
      { body: toCommentText(comment) },
      { schema: noteSchema, signal },
    );
    return String(note.id);
  }

  /** See {@link PullRequestHost.updateComment}. */
  async updateComment(
    id: string,
    comment: HostComment,
    signal: AbortSignal,
  ): Promise<void> {
    await this.#requests.write(
      this.#urlOf(`/merge_requests/${comment.number}/notes/${id}`),
      'PUT',
      { body: toCommentText(comment) },
      { schema: noteSchema, signal },
    );
  }

  async #readUsername(signal: AbortSignal): Promise<string | undefined> {
    this.#username ??= (
      await this.#requests.read(
        `${this.#apiBaseUrl}/user`,
        z.object({ username: z.string() }),
        { signal },
      )
    )?.username;
    return this.#username;
  }
}

/**
 * Whether a status was refused for a reason that nobody has to do anything about. GitLab tells the reasons apart by
 * words alone: it answers 404 for a project that the token may not see too.
 */
function isHarmless(error: unknown): boolean {
  const answer = answerOf(error);
  switch (statusOf(error)) {
    case 400:
      // It has that state already.
      return answer.includes('Cannot transition status');
    case 404:
      // The commit is on no branch of the project, like the head of a merge request from a fork, so it can have no
      // status here.
      return answer.includes('References for commit');
    default:
      return false;
  }
}
