import { decodeFile, SourceFile } from '@internal/plugin-static-data-model';
import { toSourceCommit } from '../commits';
import { AnswerTooLargeError } from '../HostClient';
import { RepositoryName } from '../repositoryUrls';
import { CommitRange, SourceCommits } from '../SourceReader';
import { HostAdapter } from './HostAdapter';

/** Commits that hosts list at once: Gitea lists no more unless `git.COMMITS_RANGE_SIZE` allows it. */
const MAX_COMMITS = 50;

/** Asks a host about the commits of a repository. Every method throws what its client throws. */
export class HostedCommits implements SourceCommits {
  constructor(
    private readonly adapter: HostAdapter &
      Required<Pick<HostAdapter, 'listCommits'>>,
    private readonly repository: RepositoryName,
    /** Bytes of a file. */
    private readonly maxFileSize: number,
  ) {}

  /** See `SourceCommits.compare`. Which files differ is not asked for. */
  async compare(
    from: string,
    to: string,
    signal: AbortSignal,
  ): Promise<CommitRange | undefined> {
    const list = (until: string, since: string, limit: number) =>
      this.adapter.listCommits(
        this.repository,
        { until, since, limit },
        signal,
      );
    const [ahead, behind] = await Promise.all([
      list(to, from, MAX_COMMITS),
      list(from, to, 1),
    ]);
    if (!ahead || ahead.length === MAX_COMMITS || behind?.length !== 0) {
      return undefined;
    }
    return {
      commits: new Map(
        ahead.map(({ id, made, parents }) => [
          id,
          toSourceCommit(id, made, parents),
        ]),
      ),
      changedFiles: undefined,
    };
  }

  /** See `SourceCommits.listTouching`. */
  async listTouching(
    path: string,
    revision: string,
    signal: AbortSignal,
  ): Promise<{ ids: string[]; isComplete: boolean }> {
    const commits = await this.adapter.listCommits(
      this.repository,
      { until: revision, path, limit: MAX_COMMITS },
      signal,
    );
    return {
      ids: (commits ?? []).map(({ id }) => id),
      isComplete: commits !== undefined && commits.length < MAX_COMMITS,
    };
  }

  /** See `SourceCommits.readFileAt`. */
  async readFileAt(
    path: string,
    revision: string,
    signal: AbortSignal,
  ): Promise<SourceFile | undefined> {
    try {
      const content = await this.adapter.read(
        this.repository,
        { commit: revision, path, maxSize: this.maxFileSize },
        signal,
      );
      return content && decodeFile(path, content);
    } catch (error) {
      if (error instanceof AnswerTooLargeError) {
        return undefined;
      }
      throw error;
    }
  }
}
