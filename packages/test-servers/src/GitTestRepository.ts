import { randomUUID } from 'node:crypto';
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { devNull } from 'node:os';
import { dirname, join } from 'node:path';
import { GitObject, GitObjectReader } from './GitObjectReader';
import { GitRunner } from './GitRunner';

const runner = new GitRunner();

/**
 * Nothing of the environment: neither the user's configuration nor the repository that a Git hook
 * runs in.
 */
const ENVIRONMENT = {
  PATH: process.env.PATH,
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: devNull,
  // No hooks, and no process that looks after every commit whether there is something to tidy up.
  GIT_TEMPLATE_DIR: '',
  GIT_CONFIG_COUNT: '3',
  GIT_CONFIG_KEY_0: 'maintenance.auto',
  GIT_CONFIG_VALUE_0: 'false',
  GIT_CONFIG_KEY_1: 'user.name',
  GIT_CONFIG_VALUE_1: 'Test',
  GIT_CONFIG_KEY_2: 'user.email',
  GIT_CONFIG_VALUE_2: 'test@example.com',
};

/** What GitHub and Gitea call the entries of folders, by their mode in Git. */
const TYPES: Record<string, string> = {
  '040000': 'dir',
  '120000': 'symlink',
  '160000': 'submodule',
};

/**
 * Contents by path; a symbolic link is given by its target.
 *
 * @public
 */
export type GitTestFiles = Record<
  string,
  string | Buffer | { symlink: string }
>;

/**
 * A real Git repository in a directory of its own.
 *
 * @public
 */
export class GitTestRepository {
  readonly fullName: string;
  readonly defaultBranch: string;
  readonly #directory: string;
  #branch: string;
  /** Shared by the repositories that are branches of one in Git. */
  readonly #objects: { reader?: GitObjectReader };

  private constructor(
    fullName: string,
    defaultBranch: string,
    directory: string,
    objects: { reader?: GitObjectReader } = {},
  ) {
    this.fullName = fullName;
    this.defaultBranch = defaultBranch;
    this.#directory = directory;
    this.#branch = defaultBranch;
    this.#objects = objects;
  }

  /** Initialises a repository without any commit. */
  static async create(options: {
    fullName: string;
    defaultBranch: string;
    directory: string;
  }): Promise<GitTestRepository> {
    const { fullName, defaultBranch, directory } = options;
    await mkdir(directory, { recursive: true });
    const repository = new GitTestRepository(
      fullName,
      defaultBranch,
      directory,
    );
    await repository.#git(
      'init',
      '--quiet',
      `--initial-branch=${defaultBranch}`,
    );
    return repository;
  }

  /**
   * Initialises repositories with one commit each, by their names. They are branches of one
   * repository in Git, so that there can be thousands.
   */
  static async createMany(options: {
    fullNames: string[];
    filesOf: (fullName: string) => Record<string, string>;
    directory: string;
  }): Promise<GitTestRepository[]> {
    const { fullNames, filesOf, directory } = options;
    const branches = fullNames.map(name => name.replace('/', '-'));
    const first = await GitTestRepository.create({
      fullName: fullNames[0],
      defaultBranch: branches[0],
      directory,
    });
    await first.#import(
      fullNames.map((fullName, index) => ({
        branch: branches[index],
        files: filesOf(fullName),
      })),
    );
    return fullNames.map(
      (fullName, index) =>
        new GitTestRepository(
          fullName,
          branches[index],
          directory,
          first.#objects,
        ),
    );
  }

  /**
   * Commits to the current branch: the default branch, or what `branch()` left it at. Every commit has an id of
   * its own, also where several of the same content are made at once.
   *
   * @returns id of the commit
   */
  async commit(change: {
    files?: GitTestFiles;
    /** Paths of files and folders to delete. */
    remove?: string[];
    message?: string;
    /** Name of the author. */
    author?: string;
  }): Promise<string> {
    for (const path of change.remove ?? []) {
      await rm(join(this.#directory, path), { recursive: true });
    }
    for (const [path, content] of Object.entries(change.files ?? {})) {
      await this.#write(path, content);
    }
    await this.#git('add', '--all');
    await this.#git(
      // Two commits of one second that say the same would be one commit, unless their committers differ.
      '-c',
      `user.email=${randomUUID()}@example.com`,
      'commit',
      '--quiet',
      '--allow-empty',
      `--message=${change.message ?? 'Change'}`,
      `--author=${change.author ?? 'Test'} <test@example.com>`,
    );
    return (await this.#git('rev-parse', 'HEAD')).toString().trim();
  }

  /** Goes to a branch, which starts at the current commit unless it exists. */
  async branch(name: string): Promise<void> {
    const exists = await this.resolve(`refs/heads/${name}`);
    await this.#git('switch', '--quiet', ...(exists ? [] : ['--create']), name);
    this.#branch = name;
  }

  /** Creates branches at the current commit, and stays where it is. */
  async createBranches(names: string[]): Promise<void> {
    await runner.run({
      args: ['update-ref', '--stdin'],
      cwd: this.#directory,
      env: ENVIRONMENT,
      input: names.map(name => `create refs/heads/${name} HEAD\n`).join(''),
    });
  }

  /**
   * Puts a tag at the current commit, wherever it was before.
   *
   * @param message - makes it an annotated one: an object of its own, which leads to the commit
   */
  async tag(name: string, message?: string): Promise<void> {
    const annotation = message ? ['--annotate', `--message=${message}`] : [];
    await this.#git('tag', '--force', ...annotation, '--end-of-options', name);
  }

  /** Name of the branch that `commit()` goes to. */
  get currentBranch(): string {
    return this.#branch;
  }

  /** Id of the commit that a branch, tag or commit stands for. */
  async resolve(ref: string): Promise<string | undefined> {
    return await this.#revParse(`${this.#nameOf(ref)}^{commit}`);
  }

  /** All branches, with the commits that they are at, by name. */
  async listBranches(): Promise<{ name: string; commit: string }[]> {
    const format = '--format=%(objectname) %(refname:lstrip=2)';
    const listed = await this.#git('for-each-ref', format, 'refs/heads');
    return listed
      .toString()
      .split('\n')
      .filter(Boolean)
      .map(line => {
        const [commit, name] = line.split(' ');
        return { name, commit };
      });
  }

  /**
   * Names of the branches that contain a text, in any case; of a page of them.
   *
   * @param page - `size`: as many as the host gives at once
   */
  async findBranches(
    part: string | null,
    page: { size: number },
  ): Promise<{ names: string[]; isLastPage: boolean }> {
    const text = part?.toLowerCase() ?? '';
    const found = (await this.listBranches())
      .map(({ name }) => name)
      .filter(name => name.toLowerCase().includes(text));
    return {
      names: found.slice(0, page.size),
      isLastPage: found.length <= page.size,
    };
  }

  /** Whether a commit is in the history of any branch. */
  async isOnBranch(id: string): Promise<boolean> {
    try {
      const of = ['--contains', id, 'refs/heads'];
      return (await this.#git('for-each-ref', '--count=1', ...of)).length > 0;
    } catch {
      // There is no such commit.
      return false;
    }
  }

  /** Has a ref take the place of a branch, as hosts have what comes from forks: it is on no branch. */
  async moveBranch(name: string, ref: string): Promise<void> {
    await this.#git('update-ref', ref, `refs/heads/${name}`);
    await this.#git('update-ref', '-d', `refs/heads/${name}`);
  }

  /** Who made a commit, when, and why. */
  async readCommit(id: string): Promise<
    | {
        author: { name: string; email: string; date: string };
        message: string;
      }
    | undefined
  > {
    if (!(await this.resolve(id))) {
      return undefined;
    }
    const format = '--format=%an%x00%ae%x00%aI%x00%B';
    const shown = await this.#git('show', '--no-patch', format, id);
    const [name, email, date, message] = shown.toString().trim().split('\0');
    return { author: { name, email, date }, message };
  }

  /**
   * Ids of commits, latest first: those that a revision has and another one has not, or those in
   * the history of a revision that touched a file.
   */
  async listCommits(
    revision: string,
    filter: { without?: string; path?: string },
  ): Promise<string[]> {
    const { without, path } = filter;
    const listed = await this.#git(
      'rev-list',
      this.#nameOf(revision),
      ...(without ? [`^${without}`] : []),
      ...(path ? ['--', path] : []),
    );
    return listed.toString().split('\n').filter(Boolean);
  }

  /** Ids of the commits that a commit was made upon. */
  async listParents(id: string): Promise<string[]> {
    const shown = await this.#git('show', '--no-patch', '--format=%P', id);
    return shown.toString().trim().split(' ').filter(Boolean);
  }

  /** Paths that differ between two commits; both paths of what was renamed. */
  async listChangedFiles(
    from: string,
    to: string,
  ): Promise<Array<{ path: string; previousPath?: string }>> {
    const listed = await this.#git(
      'diff',
      '--name-status',
      '--find-renames',
      '-z',
      from,
      to,
    );
    const fields = listed.toString().split('\0');
    const files = [];
    while (fields.length > 1) {
      const isRenamed = fields.shift()!.startsWith('R');
      const previousPath = isRenamed ? fields.shift() : undefined;
      files.push({ path: fields.shift()!, previousPath });
    }
    return files;
  }

  /** Id of the latest commit that all of these have in their histories. */
  async findMergeBase(...refs: string[]): Promise<string | undefined> {
    try {
      const names = refs.map(ref => this.#nameOf(ref));
      const base = await this.#git('merge-base', ...names);
      return base.toString().trim();
    } catch {
      return undefined;
    }
  }

  /** Makes the current branch a commit's, whatever was on it, as a forced push does. */
  async reset(commit: string): Promise<void> {
    await this.#git('reset', '--quiet', '--hard', commit);
  }

  /** Deletes what no branch and no tag leads to any more, as a host does some time after a forced push. */
  async prune(): Promise<void> {
    await this.#git('reflog', 'expire', '--expire=now', '--all');
    await this.#git('gc', '--quiet', '--prune=now');
    // What it has open may be gone.
    this.close();
  }

  /** Merges a branch into the current one, in a commit of its own. */
  async merge(branch: string): Promise<string> {
    await this.#git('merge', '--quiet', '--no-ff', '--no-edit', branch);
    return (await this.resolve('HEAD'))!;
  }

  /** Id and content of a file at a branch, tag or commit. */
  async readFile(
    ref: string,
    path: string,
  ): Promise<{ id: string; content: Buffer } | undefined> {
    const id = await this.#revParse(`${this.#nameOf(ref)}:${path}`);
    try {
      return id
        ? { id, content: await this.#git('cat-file', 'blob', id) }
        : undefined;
    } catch {
      // A folder.
      return undefined;
    }
  }

  /** Id and entries of a folder at a branch, tag or commit. */
  async readFolder(
    ref: string,
    path: string,
  ): Promise<
    | {
        id: string;
        entries: {
          type: string;
          name: string;
          sha: string;
          size: number;
          mode: string;
        }[];
      }
    | undefined
  > {
    const id = await this.#revParse(`${this.#nameOf(ref)}:${path}`);
    try {
      const listed = id && (await this.#git('ls-tree', '-l', '-z', id));
      if (!listed) {
        return undefined;
      }
      const entries = listed
        .toString()
        .split('\0')
        .filter(Boolean)
        .map(line => {
          const [, mode, sha, size, name] =
            /^(\d+) \w+ (\w+) +(-|\d+)\t(.*)$/s.exec(line) ?? [];
          return {
            type: TYPES[mode] ?? 'file',
            name,
            sha,
            size: Number(size) || 0,
            mode,
          };
        });
      return { id, entries };
    } catch {
      // A file.
      return undefined;
    }
  }

  /** An object by an expression as Git takes it, such as `HEAD:services`. */
  async readObject(expression: string): Promise<GitObject | undefined> {
    this.#objects.reader ??= new GitObjectReader(this.#directory, ENVIRONMENT);
    const [ref, ...path] = expression.split(':');
    return this.#objects.reader.read([this.#nameOf(ref), ...path].join(':'));
  }

  /** Ends what runs for the repository. */
  close(): void {
    this.#objects.reader?.stop();
    this.#objects.reader = undefined;
  }

  /**
   * The archive of a commit.
   *
   * @param options - `prefix`: what the paths of all files begin with
   */
  async archive(
    commit: string,
    options: { prefix?: string; format?: 'tar.gz' | 'zip' } = {},
  ): Promise<Buffer> {
    const { prefix = '', format = 'tar.gz' } = options;
    return await this.#git(
      'archive',
      `--format=${format}`,
      `--prefix=${prefix}`,
      commit,
    );
  }

  /** Makes branches of one commit. */
  async #import(
    branches: { branch: string; files: Record<string, string> }[],
  ): Promise<void> {
    const data = (text: string) => `data ${Buffer.byteLength(text)}\n${text}\n`;
    const commands = branches.map(({ branch, files }) =>
      [
        `commit refs/heads/${branch}\n`,
        'committer Test <test@example.com> 1700000000 +0000\n',
        data('First'),
        ...Object.entries(files).map(
          ([path, text]) => `M 100644 inline ${path}\n${data(text)}`,
        ),
      ].join(''),
    );
    await runner.run({
      args: ['fast-import', '--quiet'],
      cwd: this.#directory,
      env: ENVIRONMENT,
      input: commands.join(''),
    });
  }

  async #write(path: string, content: GitTestFiles[string]): Promise<void> {
    const location = join(this.#directory, path);
    await mkdir(dirname(location), { recursive: true });
    if (typeof content === 'object' && 'symlink' in content) {
      await rm(location, { recursive: true, force: true });
      await symlink(content.symlink, location);
    } else {
      await writeFile(location, content);
    }
  }

  /** HEAD on GitHub is the default branch, here it is the current one. */
  #nameOf(ref: string): string {
    return ref === 'HEAD' ? this.defaultBranch : ref;
  }

  async #revParse(name: string): Promise<string | undefined> {
    try {
      const id = await this.#git(
        'rev-parse',
        '--verify',
        '--quiet',
        '--end-of-options',
        name,
      );
      return id.toString().trim();
    } catch {
      return undefined;
    }
  }

  async #git(...args: string[]): Promise<Buffer> {
    return runner.run({ args, cwd: this.#directory, env: ENVIRONMENT });
  }
}
