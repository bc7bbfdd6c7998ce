import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import {
  CommandLine,
  git,
  setUpCommandLine,
} from './__testUtils__/commandLine';

// A busy machine takes many seconds to install a package.
jest.setTimeout(300_000);

const run = promisify(execFile);

const PACKAGE = resolve(__dirname, '..');

let cli: CommandLine;
/** The package as `npm pack` makes it. */
let packed: string;
beforeAll(async () => {
  cli = await setUpCommandLine();
  const { stdout } = await run(
    'npm',
    ['pack', '--json', '--pack-destination', cli.folder],
    { cwd: PACKAGE },
  );
  const [{ filename }] = JSON.parse(stdout.slice(stdout.indexOf('[')));
  packed = join(cli.folder, filename);
});
afterAll(() => cli.tearDown());

/** The snippets of docs/before-the-merge.md in a language. */
async function listSnippets(language: string): Promise<string[]> {
  const docs = resolve(PACKAGE, '../../docs/before-the-merge.md');
  const text = await readFile(docs, 'utf8');
  const blocks = text.matchAll(/^```(\w+)\n([^]*?)^```$/gm);
  return [...blocks]
    .filter(([, ofBlock]) => ofBlock === language)
    .map(([, , content]) => content);
}

/** The sample source, in a commit. */
async function createRepository(): Promise<string> {
  const directory = await cli.copySample();
  await git(directory, 'init');
  await git(directory, 'add', '--all');
  await git(directory, 'commit', '--message', 'Begin');
  return directory;
}

/** A branch with a change, merged into the one that it is for, as CI checks it out. */
async function createMerge(change: (directory: string) => Promise<void>) {
  const directory = await createRepository();
  const base = await git(directory, 'rev-parse', 'HEAD');
  await git(directory, 'checkout', '-b', 'change');
  await change(directory);
  await git(directory, 'commit', '--all', '--message', 'Change');
  await git(directory, 'checkout', '--detach', 'main');
  await git(directory, 'merge', '--no-ff', '--message', 'Merge', 'change');
  return { directory, base };
}

/** Runs a script as runners do, with no network to install from. */
async function runScript(
  script: string,
  directory: string,
  env: NodeJS.ProcessEnv = {},
) {
  const result = await run('bash', ['-eo', 'pipefail', '-c', script], {
    cwd: directory,
    env: {
      ...process.env,
      npm_config_offline: 'true',
      npm_config_cache: join(cli.folder, 'npm-cache'),
      STATIC_DATA_CLI: packed,
      ...env,
    },
  }).catch(error => error);
  return { exitCode: result.code ?? 0, stdout: result.stdout as string };
}

const removeSquad = (directory: string) =>
  writeFile(join(directory, 'data/squads.json'), '[{ "id": "red" }]');

const removeSquads = (directory: string) =>
  rm(join(directory, 'data/squads.json'));

const breakSquads = (directory: string) =>
  writeFile(join(directory, 'data/squads.json'), '[ {');

describe('the packed command line', () => {
  it('is installed in an empty folder', async () => {
    const folder = cli.createPath('empty');
    await mkdir(folder);
    expect(
      await runScript(
        'npx --yes --package "$STATIC_DATA_CLI" static-data --version',
        folder,
      ),
    ).toEqual({ exitCode: 0, stdout: '0.1.0\n' });
  });

  describe('runs with Node.js and what is in it alone', () => {
    let unpacked: string;
    beforeAll(async () => {
      unpacked = cli.createPath('unpacked');
      await mkdir(unpacked);
      await run('tar', ['xzf', packed, '-C', unpacked]);
    });

    const NOTHING = async () => {};

    it.each<[string, (directory: string) => Promise<unknown>, number, RegExp]>([
      ['validate', NOTHING, 0, /^62 entities: [^]*\n0 errors, 0 warnings\n$/],
      ['diff --base HEAD', removeSquad, 0, /: 1 added, 10 held\n$/],
      ['schemas', NOTHING, 0, /^\{[^]*"squads.schema.json"/],
      ['validate', breakSquads, 1, /data\/squads.json:1: error SYNTAX/],
      ['validate', directory => rm(directory, { recursive: true }), 2, /^$/],
    ])('%s', async (command, change, expected, output) => {
      const directory = await createRepository();
      await change(directory);
      const folder = cli.createPath('empty');
      await mkdir(folder);
      const { exitCode, stdout } = await runScript(
        `"${
          process.execPath
        }" "${unpacked}/package/bin/static-data" ${command} ${
          command === 'schemas' ? '' : directory
        }`,
        folder,
        { NODE_PATH: undefined },
      );
      expect(stdout).toMatch(output);
      expect(exitCode).toBe(expected);
      expect(await readdir(folder)).toEqual([]);
    });
  });

  it('is one file, with what starts it and the licences of what it is made of', async () => {
    const { stdout } = await run('tar', ['tzf', packed]);
    expect(stdout.trim().split('\n').sort()).toEqual([
      'package/README.md',
      'package/bin/static-data',
      'package/dist/LICENCES.txt',
      'package/dist/static-data.cjs',
      'package/package.json',
    ]);
    const manifest = await readFile(join(PACKAGE, 'package.json'), 'utf8');
    expect(JSON.parse(manifest)).not.toHaveProperty('dependencies');
  });
});

describe('the snippet for GitHub Actions', () => {
  it.each([
    ['good', removeSquad, 0, 0],
    ['bad', breakSquads, 0, 1],
    ['fatal', removeSquads, 1, 1],
  ])('tells about a %s change', async (_, change, fatal, expected) => {
    const { directory } = await createMerge(change);
    const [snippet] = await listSnippets('yaml');
    const { steps } = parse(snippet).jobs.check;
    const [summarise, check] = steps.filter(
      (step: { run?: string }) => step.run,
    );
    const summary = cli.createPath('summary.md');
    expect(
      await runScript(summarise.run, directory, {
        GITHUB_STEP_SUMMARY: summary,
      }),
    ).toMatchObject({ exitCode: fatal });
    expect(check.if).toBe('${{ !cancelled() }}');
    expect(await readFile(summary, 'utf8')).toContain('### Static Data: ');
    const { exitCode, stdout } = await runScript(check.run, directory);
    expect(exitCode).toBe(expected);
    expect(stdout.includes('::error file=data/squads.json')).toBe(
      expected === 1,
    );
  });
});

describe('the snippet for GitLab CI', () => {
  it.each([
    ['good', removeSquad, 0],
    ['bad', breakSquads, 1],
    ['fatal', removeSquads, 1],
  ])('tells about a %s change', async (_, change, expected) => {
    const { directory, base } = await createMerge(change);
    const [, snippet] = await listSnippets('yaml');
    const { script, artifacts } = parse(snippet).architecture;
    const { exitCode, stdout } = await runScript(script.join('\n'), directory, {
      CI_MERGE_REQUEST_DIFF_BASE_SHA: base,
    });
    expect(exitCode).toBe(expected);
    expect(stdout).toMatch(
      new RegExp(`Compared with ${base}|A sync would fail`),
    );
    const report = join(directory, artifacts.reports.codequality);
    expect(JSON.parse(await readFile(report, 'utf8'))).not.toEqual([]);
  });
});

describe('the snippet for a hook', () => {
  it('says what is wrong', async () => {
    const { directory } = await createMerge(breakSquads);
    const [, hook] = await listSnippets('sh');
    const { exitCode, stdout } = await runScript(
      hook.replace('#!/bin/sh\n', ''),
      directory,
    );
    expect(exitCode).toBe(1);
    expect(stdout).toContain('data/squads.json:1: error SYNTAX');
  });
});
