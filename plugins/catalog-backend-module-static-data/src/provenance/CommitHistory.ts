import {
  RecordFile,
  readRecordFile,
  SourceFile,
  SourceFilesConfig,
} from '@internal/plugin-static-data-model';
import memoize from 'lodash/memoize';
import {
  CommitRange,
  SourceCommit,
  SourceCommits,
} from '../source/SourceReader';

/** Requests to the host for all changes of a sync; what they do not answer stays unknown. */
const MAX_REQUESTS = 60;

/** Commits to one file that are looked into. */
const MAX_COMMITS_LOOKED_INTO = 10;

/** Each has the text of a file, and most sources have four files of many records. */
const MAX_VERSIONS_KEPT = 8;

/**
 * What the host of the source knows of its commits, asked for when it is needed. Everything may be
 * undefined, because the host cannot say, cannot be asked, or was asked enough.
 */
export class CommitHistory {
  /** The commits that touched a file after a revision, latest first. */
  readonly listTouching = memoize(this.#listTouching.bind(this), joinKeys);
  readonly #findChangedRecords = memoize(
    this.#compareWithParents.bind(this),
    (path, { id }) => joinKeys(path, id),
  );
  /** The latest that were used, in this order. */
  readonly #versions = new Map<string, Promise<RecordFile | undefined>>();
  readonly #getRange = memoize(this.#compare.bind(this));
  #requests = 0;
  #failure: unknown;

  constructor(
    private readonly options: {
      /** Absent where the source has no commits. */
      commits: SourceCommits | undefined;
      /** The revision that was read, and its files. */
      revision: string;
      files: SourceFile[];
      paths: SourceFilesConfig;
      signal: AbortSignal;
      /** Aborted when the host is not waited for any longer. */
      limit: AbortSignal;
    },
  ) {}

  /** What kept the host from answering. */
  get failure(): unknown {
    return this.#failure;
  }

  async #listTouching(
    path: string,
    from: string,
  ): Promise<SourceCommit[] | undefined> {
    const range = await this.#getRange(from);
    if (!range || range.changedFiles?.has(path) === false) {
      return range && [];
    }
    const { commits, changedFiles } = range;
    if (changedFiles && commits.size === 1) {
      return [...commits.values()];
    }
    const touching = await this.#ask(host =>
      host.listTouching(path, this.options.revision, this.options.limit),
    );
    const within = touching?.ids.flatMap(id => commits.get(id) ?? []);
    // If even the earliest of a page is within, so may be others before it.
    const isComplete =
      touching?.isComplete || within?.length !== touching?.ids.length;
    return isComplete ? within : undefined;
  }

  /**
   * Of commits that touched a file, those that changed one record in it: it differs from what it
   * was in every commit that they were made upon.
   *
   * @returns undefined if not all of their versions of the file are known
   */
  async findChanging(
    path: string,
    entityRef: string,
    touching: SourceCommit[],
  ): Promise<SourceCommit[] | undefined> {
    if (touching.length > MAX_COMMITS_LOOKED_INTO) {
      return undefined;
    }
    const changing: SourceCommit[] = [];
    for (const commit of touching) {
      const changed = await this.#findChangedRecords(path, commit);
      if (!changed) {
        return undefined;
      }
      if (changed.has(entityRef)) {
        changing.push(commit);
      }
    }
    return changing;
  }

  /** A file of many records at a revision; undefined also if it is not valid there. */
  readVersion(path: string, revision: string): Promise<RecordFile | undefined> {
    const key = joinKeys(path, revision);
    const version =
      this.#versions.get(key) ?? this.#readVersion(path, revision);
    this.#versions.delete(key);
    this.#versions.set(key, version);
    if (this.#versions.size > MAX_VERSIONS_KEPT) {
      const [oldest] = this.#versions.keys();
      this.#versions.delete(oldest);
    }
    return version;
  }

  /** Refs of the records of a file that differ from what they were in all parents of a commit. */
  async #compareWithParents(
    path: string,
    { id, parents }: SourceCommit,
  ): Promise<Set<string> | undefined> {
    const versions: RecordFile[] = [];
    for (const revision of [id, ...parents]) {
      const version = await this.readVersion(path, revision);
      if (!version) {
        return undefined;
      }
      versions.push(version);
    }
    const [after, ...before] = versions.map(({ records }) => records);
    const refs = versions.flatMap(({ records }) => [...records.keys()]);
    return new Set(
      refs.filter(ref =>
        before.every(
          records => records.get(ref)?.content !== after.get(ref)?.content,
        ),
      ),
    );
  }

  async #compare(from: string): Promise<CommitRange | undefined> {
    const { revision, limit } = this.options;
    return from === revision
      ? { commits: new Map(), changedFiles: new Set() }
      : this.#ask(host => host.compare(from, revision, limit));
  }

  async #readVersion(
    path: string,
    revision: string,
  ): Promise<RecordFile | undefined> {
    const { files, paths, signal, limit } = this.options;
    const file =
      revision === this.options.revision
        ? files.find(it => it.path === path)
        : await this.#ask(host => host.readFileAt(path, revision, limit));
    return file && readRecordFile(file, paths, signal);
  }

  /** Only people read what comes of it, so no sync fails without it. */
  async #ask<Answer>(
    request: (host: SourceCommits) => Promise<Answer>,
  ): Promise<Answer | undefined> {
    const { commits, signal } = this.options;
    if (!commits || this.#failure || this.#requests >= MAX_REQUESTS) {
      return undefined;
    }
    this.#requests += 1;
    try {
      return await request(commits);
    } catch (error) {
      signal.throwIfAborted();
      this.#failure = error;
      return undefined;
    }
  }
}

function joinKeys(path: string, revision: string): string {
  return `${revision} ${path}`;
}
