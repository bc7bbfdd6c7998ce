/**
 * The status of a commit, as it was last set.
 *
 * @public
 */
export interface TestCommitStatus {
  /** `owner/name` */
  repository: string;
  commit: string;
  /** As the host names it. */
  state: string;
  name: string;
  description?: string;
  url?: string;
}

/**
 * A check run of GitHub.
 *
 * @public
 */
export interface TestCheckRun {
  id: number;
  commit: string;
  name: string;
  status: string;
  conclusion?: string;
  url?: string;
  title?: string;
  /** Those of all requests. */
  annotations: object[];
}

/**
 * A comment on a pull request.
 *
 * @public
 */
export interface TestComment {
  id: number;
  repository: string;
  /** Of the pull request. */
  number: number;
  /** Login. */
  author: string;
  body: string;
  /** How often it was written. */
  writes: number;
}

/**
 * What a host was told about pull requests.
 *
 * @public
 */
export class PullRequestRecords {
  /** Login of who asks with a token. */
  static readonly LOGIN = 'static-data-bot';

  /** All that were set, in order. */
  readonly statuses: TestCommitStatus[] = [];
  readonly checkRuns: TestCheckRun[] = [];
  readonly comments: TestComment[] = [];
  #lastId = 0;

  /** An id that nothing else has. */
  nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  /** The comments on a pull request. */
  commentsOn(number: number, repository?: string): TestComment[] {
    return this.comments.filter(
      comment =>
        comment.number === number &&
        (!repository || comment.repository === repository),
    );
  }

  /** The states of a commit, in order. */
  statesOf(commit: string): string[] {
    return this.statuses
      .filter(status => status.commit === commit)
      .map(({ state }) => state);
  }

  addComment(comment: Omit<TestComment, 'id' | 'writes'>): TestComment {
    const added = { ...comment, id: this.nextId(), writes: 1 };
    this.comments.push(added);
    return added;
  }

  /** @returns undefined if there is no such comment */
  updateComment(id: number, body: string): TestComment | undefined {
    const comment = this.comments.find(each => each.id === id);
    if (comment) {
      comment.body = body;
      comment.writes += 1;
    }
    return comment;
  }
}
