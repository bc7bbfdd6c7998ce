import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  CommandLine,
  EXAMPLES,
  setUpCommandLine,
} from '../__testUtils__/commandLine';

// A busy machine takes many seconds to start a process.
jest.setTimeout(120_000);

let cli: CommandLine;
beforeAll(async () => {
  cli = await setUpCommandLine();
});
afterAll(() => cli.tearDown());

const SAMPLE = join(EXAMPLES, 'static-data/schemas');

const SAMPLE_FILE = join(SAMPLE, 'squads.schema.json');

const readAll = async (folder: string) =>
  Object.fromEntries(
    await Promise.all(
      (
        await readdir(folder)
      ).map(async name => [name, await readFile(join(folder, name), 'utf8')]),
    ),
  );

describe('static-data schemas', () => {
  it('writes what the sample source has', async () => {
    const out = cli.createPath('schemas');
    const { exitCode } = await cli.call(['schemas', '--out', out]);
    expect(exitCode).toBe(0);
    expect(await readAll(out)).toEqual(await readAll(SAMPLE));
  });

  it.each([
    ['a file in the place of the folder', ['--out', SAMPLE_FILE], 'written'],
    ['a folder to read', ['.'], 'No folder is expected'],
  ])('cannot run with %s', async (_, args, problem) => {
    const run = await cli.call(['schemas', ...args]);
    expect([run.exitCode, run.stdout]).toEqual([2, '']);
    expect(run.stderr).toContain(problem);
    expect(run.stderr).not.toMatch(/^ +at /m);
  });

  it('prints them', async () => {
    const { stdout } = await cli.call(['schemas']);
    expect(Object.keys(JSON.parse(stdout)).sort()).toEqual(
      (await readdir(SAMPLE)).sort(),
    );
  });
});

describe('a pipe that is closed', () => {
  it.each([
    ['stdout', 'schemas', 0],
    ['stderr', 'unknown', 2],
  ] as const)('%s does not change how it ends', async (closed, name, code) => {
    const run = await cli.call([name], { closed });
    expect(run).toEqual({ exitCode: code, stdout: '', stderr: '' });
  });
});

describe('an output that cannot be written', () => {
  it('is said, and is no finding', async () => {
    const { exitCode, stderr } = await cli.call(['schemas'], { full: true });
    expect([exitCode, stderr]).toEqual([
      2,
      'static-data: The output could not be written: ENOSPC: no space left on device, write\n',
    ]);
  });
});

describe('the sample sources', () => {
  it.each([
    ['static-data', 'json.schemas'],
    ['monorepo', 'yaml.schemas'],
  ])('%s has its files checked by an editor', async (name, setting) => {
    const settings = JSON.parse(
      await readFile(join(EXAMPLES, name, '.vscode/settings.json'), 'utf8'),
    );
    const pairs: [string, string][] = Array.isArray(settings[setting])
      ? settings[setting].map((it: { fileMatch: string[]; url: string }) => [
          it.url,
          it.fileMatch[0],
        ])
      : Object.entries(settings[setting]);
    expect(pairs.length).toBeGreaterThan(2);
    for (const [schema, file] of pairs) {
      const folder = join(EXAMPLES, name);
      expect(
        JSON.parse(await readFile(join(folder, schema), 'utf8')),
      ).toHaveProperty('$schema');
      expect(await readFile(join(folder, file), 'utf8')).toContain('id');
    }
  });
});
