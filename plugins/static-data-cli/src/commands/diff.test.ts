import {
  cp,
  mkdir,
  readdir,
  readFile,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import {
  CommandLine,
  git,
  setUpCommandLine,
} from '../__testUtils__/commandLine';

// A busy machine takes many seconds to start a process.
jest.setTimeout(120_000);

let cli: CommandLine;
beforeAll(async () => {
  cli = await setUpCommandLine();
});
afterAll(() => cli.tearDown());

const APPLICATIONS = 'data/applications.json';
const LEDGER = 'repositories/harborline-wealth/ledger-service';
const LEDGER_API = 'contracts/ledger-core/openapi/ledger-api/v1.yaml';

type Application = { id: string; description?: string };

/** A Git repository with the sample source in it. */
async function createRepository(folder = '.'): Promise<string> {
  const repository = cli.createPath('repository');
  await mkdir(repository);
  await git(repository, 'init');
  await cp(await cli.copySample(), join(repository, folder), {
    recursive: true,
  });
  await git(repository, 'add', '--all');
  await git(repository, 'commit', '--message', 'Begin');
  return join(repository, folder);
}

async function changeApplications(
  directory: string,
  change: (applications: Application[]) => Application[],
) {
  const file = join(directory, APPLICATIONS);
  const applications = JSON.parse(await readFile(file, 'utf8'));
  await writeFile(file, JSON.stringify(change(applications)));
}

async function diff(directory: string, ...args: string[]) {
  const run = await cli.call(['diff', '--base', 'main', ...args], {
    cwd: directory,
  });
  expect(run).toMatchObject({ exitCode: 0, stderr: '' });
  return run.stdout;
}

const diffAsJson = async (directory: string) =>
  JSON.parse(await diff(directory, '--format', 'json'));

describe('static-data diff', () => {
  it('finds nothing where nothing has changed', async () => {
    const repository = await createRepository();
    expect(await diff(repository)).toMatch(
      /^Compared with main \([0-9a-f]{7}\): nothing changes\n$/,
    );
  });

  it('lists what is added, updated field by field, and removed', async () => {
    const repository = await createRepository();
    await changeApplications(repository, ([first, second, ...others]) => [
      { ...first, description: 'Other' },
      ...others,
      { ...second, id: 'newcomer' },
    ]);
    const { changes } = await diffAsJson(repository);
    expect(changes).toEqual([
      expect.objectContaining({
        change: 'added',
        entityRef: 'component:default/newcomer',
        sourceFile: APPLICATIONS,
      }),
      expect.objectContaining({
        change: 'updated',
        entityRef: 'component:default/payment-gateway',
        differences: {
          fieldCount: 1,
          fields: [
            {
              path: '/metadata/description',
              before: expect.stringContaining('card'),
              after: 'Other',
            },
          ],
        },
      }),
      expect.objectContaining({
        change: 'removed',
        entityRef: 'component:default/refund-service',
      }),
    ]);
    const text = await diff(repository);
    expect(text).toContain('+ component:default/newcomer');
    expect(text).toContain('-> "Other"');
    expect(text).toContain('- component:default/refund-service');
    expect(text).toContain('1 added, 1 updated, 1 removed');
  });

  it('says who consumes what is removed', async () => {
    const repository = await createRepository();
    await rm(join(repository, LEDGER_API));
    const { consumers } = await diffAsJson(repository);
    expect(consumers).toEqual([
      expect.objectContaining({
        code: 'REMOVED_WITH_CONSUMERS',
        file: LEDGER_API,
        owner: expect.stringMatching(/^group:/),
        message: expect.stringContaining('4 components consume it'),
      }),
    ]);
  });

  it('says what the guard would hold, and why', async () => {
    const repository = await createRepository();
    await changeApplications(repository, applications =>
      applications.slice(0, 10),
    );
    const { changes, heldBecause } = await diffAsJson(repository);
    expect(heldBecause).toEqual([
      expect.stringContaining('10 of 20 entities of kind Component'),
    ]);
    const held = changes.filter(
      ({ change }: { change: string }) => change === 'held',
    );
    expect(held).toHaveLength(10);
    expect(await diff(repository)).toContain('The guard holds removals: 10 of');
  });

  it('keeps what cannot be read', async () => {
    const repository = await createRepository();
    await writeFile(join(repository, APPLICATIONS), '[ {');
    const { changes } = await diffAsJson(repository);
    expect(changes).toHaveLength(20);
    expect(changes[0]).toMatchObject({
      change: 'retained',
      reason: expect.stringContaining(APPLICATIONS),
    });
  });

  it.each<[string, (directory: string) => Promise<unknown>]>([
    [
      'is of a repository that is not there',
      file => rm(join(file, '..'), { recursive: true }),
    ],
    ['is too large', file => writeFile(file, ' '.repeat(6 * 1024 * 1024))],
    [
      'leads out of the source',
      async file => {
        await rm(file);
        await symlink('/etc/hosts', file);
      },
    ],
  ])('keeps what a build file said that %s', async (_, change) => {
    const repository = await createRepository();
    await change(join(repository, LEDGER, 'build.gradle'));
    expect(await diff(repository)).toContain(': nothing changes');
  });

  it('compares what build files say', async () => {
    const repository = await createRepository();
    await writeFile(join(repository, LEDGER, 'build.gradle'), '');
    const { changes } = await diffAsJson(repository);
    expect(changes).toEqual([
      expect.objectContaining({
        entityRef: 'component:default/ledger-service',
        change: 'updated',
      }),
    ]);
  });

  it('compares no build files that only the working tree has, or only the commit', async () => {
    const repository = await createRepository();
    const folder = join(repository, 'repositories');
    const elsewhere = cli.createPath('repositories');
    await cp(folder, elsewhere, { recursive: true });
    await rm(folder, { recursive: true });
    const expectNothing = async () =>
      expect(await diffAsJson(repository)).toMatchObject({
        changes: [],
        areConsumersKnown: false,
      });
    await expectNothing();
    await git(repository, 'commit', '--all', '--message', 'Leave them out');
    await cp(elsewhere, folder, { recursive: true });
    await expectNothing();
  });

  it.each([
    [
      'text',
      /NOT_FOUND The source has no file data\/squads\.json[^]*A sync would fail/,
    ],
    ['markdown', /^### Static Data: a sync would fail\n[^]*\*\*NOT_FOUND\*\*/],
    ['json', /"changes": \[\],[^]*"failure": \{[^]*"code": "NOT_FOUND"/],
  ])('says that a sync would fail, as %s', async (format, expected) => {
    const repository = await createRepository();
    await rm(join(repository, 'data/squads.json'));
    const { exitCode, stdout, stderr } = await cli.call(
      ['diff', '--base', 'main', '--format', format],
      { cwd: repository },
    );
    expect([exitCode, stderr]).toEqual([1, '']);
    expect(stdout).toMatch(expected);
  });

  it('names a base without a source by its ref', async () => {
    const repository = await createRepository();
    const file = join(repository, '.gitignore');
    await writeFile(file, '');
    await git(repository, 'checkout', '--orphan', 'empty');
    await git(repository, 'reset');
    await git(repository, 'add', '.gitignore');
    await git(repository, 'commit', '--message', 'Begin with nothing');
    const { stdout } = await cli.call(['diff', '--base', 'empty'], {
      cwd: repository,
    });
    expect(stdout).toContain(
      'There is no source at empty, so everything is added: There is nothing to synchronise in empty',
    );
  });

  it('leaves nothing behind when it is interrupted', async () => {
    const repository = await createRepository();
    const temporary = cli.createPath('temporary');
    await mkdir(temporary);
    const { exitCode } = await cli.call(['diff', '--base', 'main'], {
      cwd: repository,
      env: { TMPDIR: temporary },
      onStart: async child => {
        while ((await readdir(temporary)).length === 0) {
          await new Promise(resolve => setTimeout(resolve, 1));
        }
        child.kill('SIGTERM');
      },
    });
    expect(exitCode).toBeNull();
    expect(await readdir(temporary)).toEqual([]);
  });

  it('compares a folder of a repository, also with a commit that lacks it', async () => {
    const source = await createRepository('architecture');
    await changeApplications(source, applications => applications.slice(1));
    expect(await diff(source)).toContain('- component:default/payment-gateway');
    const moved = join(source, '../moved');
    await cp(source, moved, { recursive: true });
    const { base, changes } = await diffAsJson(moved);
    expect(base.problem).toBe('the folder is not there');
    expect(changes).toHaveLength(61);
  });

  it('leaves the working tree, the index and the branch alone', async () => {
    const repository = await createRepository();
    await changeApplications(repository, applications => applications.slice(1));
    await writeFile(join(repository, 'staged.txt'), 'staged');
    await git(repository, 'add', 'staged.txt');
    const look = async () => [
      await git(repository, 'status', '--porcelain', '--branch'),
      await git(repository, 'diff'),
    ];
    const before = await look();
    await diff(repository);
    expect(await look()).toEqual(before);
  });

  it('works in a hook, where Git has an index of its own', async () => {
    const repository = await createRepository();
    const { exitCode, stdout } = await cli.call(['diff', '--base', 'HEAD'], {
      cwd: repository,
      env: { GIT_DIR: '.git', GIT_INDEX_FILE: '.git/next-index-1.lock' },
    });
    expect(exitCode).toBe(0);
    expect(stdout).toContain('nothing changes');
  });

  it.each<[string, string[], string]>([
    ['without a base', [], '--base is missing'],
    ['with a ref that is not there', ['--base', 'no-such'], 'fetch it first'],
    ['with an option as the ref', ['--base=--all'], 'There is no --all'],
  ])('cannot run %s', async (_, args, problem) => {
    const repository = await createRepository();
    const run = await cli.call(['diff', ...args], { cwd: repository });
    expect([run.exitCode, run.stdout]).toEqual([2, '']);
    expect(run.stderr).toContain(problem);
  });

  it('cannot run in a bare repository', async () => {
    const bare = cli.createPath('bare');
    await mkdir(bare);
    await git(bare, 'clone', '--bare', await createRepository(), '.');
    const run = await cli.call(['diff', '--base', 'main'], { cwd: bare });
    expect(run.exitCode).toBe(2);
    expect(run.stderr).toContain('is not in a working tree of Git');
  });

  it('cannot run outside of a Git repository', async () => {
    const run = await cli.call(['diff', '--base', 'main'], {
      cwd: await cli.copySample(),
    });
    expect(run.exitCode).toBe(2);
    expect(run.stderr).toContain('is not in a Git repository');
  });
});
