import { RateLimit } from './RateLimit';

/** What is said at a line of a file. */
export interface Annotation {
  file: string;
  line: number;
  severity: 'error' | 'warning';
  title: string;
  message: string;
}

/** What a commit is marked with. */
export interface CommitMark {
  /** Tells this check from others. */
  name: string;
  /** Id of the commit. */
  commit: string;
  /** `cancelled`: another head has taken its place. */
  state: 'pending' | 'passed' | 'failed' | 'error' | 'cancelled';
  /** A few words, on one line. */
  summary: string;
  /** Where to read more; undefined if there is no such page. */
  url: string | undefined;
  /** Only shown where the host can, such as by check runs. */
  annotations?: Annotation[];
  /** Of the mark that the commit has, where marks have ids. */
  id?: string;
}

/** A comment on a pull request. */
export interface HostComment {
  number: number;
  /** Its first line, by which it is known from others; nobody sees it. */
  marker: string;
  body: string;
}

/**
 * What a host can be asked and told about pull requests of one repository.
 *
 * Every method throws as `HostClient.send`.
 */
export interface PullRequestHost {
  readonly rateLimit: RateLimit;

  /** Most characters of a comment. */
  readonly maxCommentLength: number;

  /**
   * The latest commit that a branch and a commit both have in their histories.
   *
   * @returns undefined if there is none
   */
  findMergeBase(
    branch: string,
    commit: string,
    signal: AbortSignal,
  ): Promise<string | undefined>;

  /**
   * Marks a commit, unless the host takes no marks of it.
   *
   * @returns the id of the mark, where marks have ids
   */
  mark(mark: CommitMark, signal: AbortSignal): Promise<string | undefined>;

  /** Ids of the comments of ours that begin with a marker, the first one first. */
  findComments(
    comment: Pick<HostComment, 'number' | 'marker'>,
    signal: AbortSignal,
  ): Promise<string[]>;

  /** @returns its id */
  createComment(comment: HostComment, signal: AbortSignal): Promise<string>;

  updateComment(
    id: string,
    comment: HostComment,
    signal: AbortSignal,
  ): Promise<void>;
}

/** Pages of comments that are looked through: a pull request with more is no place to read in. */
const MAX_COMMENT_PAGES = 50;

export const COMMENTS_PER_PAGE = 100;

/** A comment that somebody has written. */
interface WrittenComment {
  id: number;
  body?: string | null;
}

/** Text of a comment as the host has it. */
export function toCommentText({ marker, body }: HostComment): string {
  return `${marker}\n${body}`;
}

/**
 * Looks through the comments on a pull request for those that begin with a marker.
 *
 * @param readPage - reads a page of {@link COMMENTS_PER_PAGE} of them; the first is 1
 * @param isOurs - whether we have written a comment: anybody can write the marker
 * @returns their ids, the first one first
 */
export async function findMarkedComments<T extends WrittenComment>(
  marker: string,
  readPage: (page: number) => Promise<T[]>,
  isOurs: (comment: T) => boolean,
): Promise<string[]> {
  const ids: string[] = [];
  for (let page = 1; page <= MAX_COMMENT_PAGES; page++) {
    const comments = await readPage(page);
    for (const comment of comments) {
      if (comment.body?.startsWith(marker) && isOurs(comment)) {
        ids.push(String(comment.id));
      }
    }
    if (comments.length < COMMENTS_PER_PAGE) {
      break;
    }
  }
  return ids;
}
