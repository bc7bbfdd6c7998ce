import {
  chmod,
  mkdir,
  readFile,
  rename,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import {
  CommandLine,
  EXAMPLES,
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

const SQUADS = 'data/squads.json';

async function readSquads(directory: string): Promise<object[]> {
  return JSON.parse(await readFile(join(directory, SQUADS), 'utf8'));
}

async function writeSquads(directory: string, squads: unknown) {
  const text = JSON.stringify(squads, undefined, 2);
  await writeFile(join(directory, SQUADS), text);
}

/** The sample source with one more squad. */
async function createSource(squad?: object): Promise<string> {
  const directory = await cli.copySample();
  if (squad) {
    await writeSquads(directory, [...(await readSquads(directory)), squad]);
  }
  return directory;
}

const warned = { id: 'late-squad', name: 'Late', parent: 'nobody' };
const wrong = { id: 'not valid', name: 'Wrong' };

describe('static-data validate', () => {
  it('finds nothing in the sample source, and says what it becomes', async () => {
    const directory = await createSource();
    expect(await cli.call(['validate'], { cwd: directory })).toEqual({
      exitCode: 0,
      stderr: '',
      stdout: `62 entities: 10 Group, 4 Domain, 12 System, 16 API, 20 Component
Relations to APIs: 22 provided, 45 consumed
0 errors, 0 warnings
`,
    });
  });

  it('says where each finding is, from the current folder, and what to do', async () => {
    const directory = await createSource(wrong);
    const { exitCode, stdout } = await cli.call(['validate', directory]);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(
      /^\d+-source\/data\/squads\.json:\d+: error SCHEMA Squad number 11 .*\n {4}Correct the record\./,
    );
    expect(stdout).toContain('1 error, 0 warnings');
  });

  it('finds build files where the directory has them', async () => {
    const directory = await createSource();
    const file = 'repositories/harborline-wealth/ledger-service/build.gradle';
    await writeFile(
      join(directory, file),
      'openapi { consumer { java("ledger-core:no-such-api:1.0.0") } }',
    );
    const { stdout } = await cli.call(['validate'], { cwd: directory });
    expect(stdout).toContain(`${file}:1: warning UNKNOWN_REFERENCE`);
  });

  it('says whom the findings concern', async () => {
    const directory = await createSource(warned);
    await writeFile(
      join(
        directory,
        'repositories/harborline-wealth/ledger-service/build.gradle',
      ),
      'openapi { consumer { java("ledger-core:no-such-api:1.0.0") } }',
    );
    const { stdout } = await cli.call(['validate', directory]);
    expect(stdout).toMatch(
      /^By owner: group:default\/late-squad 0 errors, 1 warning; group:default\/\S+ 0 errors, 1 warning$/m,
    );
    const { stdout: json } = await cli.call([
      ...['validate', directory, '--format', 'json'],
    ]);
    const { owners, findings } = JSON.parse(json);
    expect(owners).toEqual(
      expect.arrayContaining([
        { owner: 'group:default/late-squad', errors: 0, warnings: 1 },
      ]),
    );
    expect(findings).toContainEqual(
      expect.objectContaining({ owner: 'group:default/late-squad' }),
    );
  });

  it('takes a checkout without build files as it is', async () => {
    const directory = await createSource();
    await rm(join(directory, 'repositories'), { recursive: true });
    const { exitCode, stdout } = await cli.call(['validate', directory]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Relations to APIs: not known here');
  });

  it('tolerates warnings, up to a number of them', async () => {
    const directory = await createSource(warned);
    const validate = (...args: string[]) =>
      cli.call(['validate', directory, ...args]);
    expect((await validate()).exitCode).toBe(0);
    expect((await validate('--max-warnings', '1')).exitCode).toBe(0);
    expect((await validate('--max-warnings', '0')).exitCode).toBe(1);
  });

  it('takes the catalog for empty, unless it may have what the source lacks', async () => {
    const directory = await createSource(warned);
    const validate = (...args: string[]) =>
      cli.call(['validate', directory, '--max-warnings', '0', ...args]);
    expect((await validate()).stdout).toContain('group:default/nobody');
    const { exitCode, stdout } = await validate('--allow-outside');
    expect([exitCode, stdout]).toEqual([
      0,
      expect.stringContaining('0 warnings'),
    ]);
  });

  it('says that a sync would fail', async () => {
    const directory = await createSource();
    await rm(join(directory, SQUADS));
    const { exitCode, stdout } = await cli.call(['validate', directory]);
    expect(exitCode).toBe(1);
    expect(stdout).toContain('error NOT_FOUND The source has no file');
    expect(stdout).toContain('A sync would fail');
  });

  it.each([
    ['a file', 'data/domains.json', 'NOT_FOUND'],
    ['all contracts', 'contracts', 'NOT_FOUND'],
    [
      'a repository',
      'repositories/harborline-wealth/ledger-service',
      'MISSING_REPOSITORY',
    ],
  ])('finds %s that was there at the base', async (_, path, code) => {
    const directory = await createSource();
    await git(directory, 'init');
    await git(directory, 'add', '--all');
    await git(directory, 'commit', '--message', 'Begin');
    await rm(join(directory, path), { recursive: true });
    const { exitCode, stdout } = await cli.call([
      ...['validate', directory, '--base', 'HEAD'],
    ]);
    expect(exitCode).toBe(1);
    expect(stdout).toContain(`error ${code}`);
  });

  it('does not follow symbolic links where the source is on a host, as no host does', async () => {
    const directory = await createSource();
    await rename(
      join(directory, SQUADS),
      join(directory, 'data/all-squads.json'),
    );
    await symlink('all-squads.json', join(directory, SQUADS));
    const config = cli.createPath('app-config.yaml');
    await writeFile(config, 'staticData: { github: { repo: acme/a } }');
    expect((await cli.call(['validate', directory])).exitCode).toBe(0);
    const { exitCode, stdout } = await cli.call([
      ...['validate', directory, '--config', config],
    ]);
    expect(exitCode).toBe(1);
    expect(stdout).toContain('a symbolic link, which is not followed');
  });

  it('needs no file and no variable of the machine that the backend is on', async () => {
    const config = cli.createPath('app-config.yaml');
    await writeFile(
      config,
      `app: { $include: nothing.yaml }
integrations:
  github:
    - host: github.com
      apps: [{ $include: 'github-app-\${APP}-credentials.yaml' }]
      token: { $file: /run/secrets/none }
staticData: { github: { repo: acme/architecture } }
`,
    );
    const { exitCode, stderr } = await cli.call([
      ...['validate', await createSource(), '--config', config],
    ]);
    expect([exitCode, stderr]).toEqual([0, '']);
  });

  it.each([
    [
      'staticData: { url: "${ARCH_URL}" }',
      'not set in the environment: ARCH_URL',
    ],
    ['# Nothing yet\n', "The configuration has no key 'staticData'"],
    ['', "The configuration has no key 'staticData'"],
    ['- a list', "The configuration has no key 'staticData'"],
  ])('says what is missing in the configuration %j', async (text, problem) => {
    const config = cli.createPath('app-config.yaml');
    await writeFile(config, text);
    const { exitCode, stderr } = await cli.call([
      ...['validate', '.', '--config', config],
    ]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(problem);
  });

  it('reads the files that the configuration of a source names', async () => {
    const config = join(EXAMPLES, '../app-config.sources.yaml');
    const { exitCode, stdout } = await cli.call([
      ...['validate', join(EXAMPLES, 'monorepo'), '--allow-outside'],
      ...['--config', config, '--source', 'platform'],
    ]);
    expect(stdout).toContain('20 entities');
    expect(exitCode).toBe(0);
  });

  it('reads configuration as the backend does', async () => {
    const directory = await createSource(warned);
    const config = cli.createPath('app-config.yaml');
    await writeFile(
      config,
      `staticData:
  github: { repo: acme/architecture, token: '\${NO_SUCH_TOKEN}' }
  groups: { allow: ['*-squad', group:default/engineering] }
`,
    );
    await writeSquads(directory, [
      ...(await readSquads(directory)),
      { id: 'admins' },
    ]);
    const { stdout } = await cli.call([
      ...['validate', directory, '--config', config],
    ]);
    expect(stdout).toContain('warning GROUP_NOT_ALLOWED');
  });

  it.each<[string, string[], string]>([
    ['an unknown command', ['check'], "Unknown command 'check'"],
    ['an unknown option', ['validate', '--fix'], "Unknown option '--fix'"],
    ['an unknown format', ['validate', '--format', 'xml'], "format 'xml'"],
    ['no number', ['validate', '--max-warnings', 'few'], "not 'few'"],
    ['a folder that is not there', ['validate', 'nowhere'], 'no folder'],
    ['two folders', ['validate', 'a', 'b'], 'One folder is expected'],
    [
      'a configuration that is not there',
      ['validate', '.', '--config', 'nothing.yaml'],
      'does not exist',
    ],
    [
      'a source without configuration',
      ['validate', '.', '--source', 'core'],
      '--source needs --config',
    ],
    [
      'several sources',
      [
        'validate',
        '.',
        '--config',
        join(EXAMPLES, '../app-config.sources.yaml'),
      ],
      'name one with --source (company, platform)',
    ],
  ])('cannot run with %s', async (_, args, problem) => {
    const { exitCode, stdout, stderr } = await cli.call(args);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain(problem);
  });

  it('names the key of a wrong configuration', async () => {
    const config = cli.createPath('app-config.yaml');
    await writeFile(config, 'staticData: { directory: x, fils: {} }');
    const { exitCode, stderr } = await cli.call([
      ...['validate', '.', '--config', config],
    ]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("unknown key 'staticData.fils'");
  });

  it('has no colours where nobody looks', async () => {
    const directory = await createSource(wrong);
    const { stdout } = await cli.call(['validate', directory]);
    expect(stdout).not.toContain('\u001b');
  });

  it('holds up a commit, as a hook', async () => {
    const directory = await createSource();
    await git(directory, 'init');
    await git(directory, 'add', '--all');
    await git(directory, 'commit', '--message', 'Begin');
    const hook = join(directory, '.git/hooks/pre-commit');
    await mkdir(join(directory, '.git/hooks'), { recursive: true });
    await writeFile(
      hook,
      `#!/bin/sh
exec "${process.execPath}" "${cli.bundle}" validate
`,
    );
    await chmod(hook, 0o755);
    await writeSquads(directory, [wrong]);
    await expect(
      git(directory, 'commit', '--all', '--message', 'Break it'),
    ).rejects.toThrow('Command failed');
    await writeSquads(directory, [{ id: 'red' }]);
    await git(directory, 'commit', '--all', '--message', 'Change it');
    expect(await git(directory, 'log', '--format=%s')).toBe('Change it\nBegin');
  });
});
