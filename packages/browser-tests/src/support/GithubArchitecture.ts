import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { GitTestRepository, GithubTestServer } from 'test-servers';
import { SAMPLE_PATH } from './paths';

const REPOSITORIES = 'repositories/';

/** Files by their paths below the root of a repository. */
type Files = Record<string, string>;

/**
 * The sample of the product on a server that speaks GitHub's API: the architecture in one
 * repository, and one for each application, with its build file.
 */
export class GithubArchitecture {
  private constructor(
    readonly server: GithubTestServer,
    readonly repository: GitTestRepository,
    readonly files: Readonly<Files>,
  ) {}

  /** @param token - without it, requests need no credentials */
  static async start(token?: string): Promise<GithubArchitecture> {
    const server = await GithubTestServer.start({ token });
    const files: Files = {};
    for (const [path, content] of Object.entries(await readSample())) {
      if (path.startsWith(REPOSITORIES)) {
        const [, owner, name, ...rest] = path.split('/');
        await server.createRepository(`${owner}/${name}`, {
          files: { [rest.join('/')]: content },
        });
      } else {
        files[path] = content;
      }
    }
    const repository = await server.createRepository(
      'harborline-wealth/architecture',
      { files },
    );
    return new GithubArchitecture(server, repository, files);
  }

  /** Commits a change of one JSON file of the architecture. */
  async edit<T>(
    path: string,
    message: string,
    change: (content: T) => T,
    author?: string,
  ): Promise<string> {
    const content = change(JSON.parse(this.files[path]));
    return await this.repository.commit({
      files: { [path]: `${JSON.stringify(content, undefined, 2)}\n` },
      message,
      author,
    });
  }

  /** Commits a file with a conflict marker in its third line, as a careless merge leaves it. */
  async leaveConflict(path: string, author?: string): Promise<void> {
    const lines = this.files[path].split('\n');
    lines.splice(2, 0, '<<<<<<< HEAD');
    await this.repository.commit({
      files: { [path]: lines.join('\n') },
      message: 'Merge branch "new-squads"',
      author,
    });
  }

  /** Commits the removal of all contracts; their folder stays. */
  async emptyContracts(author?: string): Promise<void> {
    await this.repository.commit({
      remove: ['contracts'],
      files: { 'contracts/README.md': 'The contracts live elsewhere now.\n' },
      message: 'Move the contracts elsewhere',
      author,
    });
  }

  /** Mends the server, and commits all files as the sample has them. */
  async restore(): Promise<void> {
    this.server.fail(undefined);
    await this.repository.branch(this.repository.defaultBranch);
    await this.repository.commit({
      files: this.files,
      message: 'Go back to the sample',
    });
  }
}

async function readSample(): Promise<Files> {
  const entries = await readdir(SAMPLE_PATH, {
    recursive: true,
    withFileTypes: true,
  });
  const files: Files = {};
  for (const entry of entries.filter(found => found.isFile())) {
    const path = join(entry.parentPath, entry.name);
    files[relative(SAMPLE_PATH, path).split(sep).join('/')] = await readFile(
      path,
      'utf8',
    );
  }
  return files;
}
