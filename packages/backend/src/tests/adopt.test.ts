import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createMockDirectory } from '@backstage/backend-test-utils';

const ROOT = resolve(__dirname, '../../../..');

jest.setTimeout(120_000);

describe('npm run adopt', () => {
  const directory = createMockDirectory();
  const portal = () => directory.resolve('portal');

  beforeEach(() => {
    directory.setContent({
      portal: {
        'backstage.json': '{ "version": "1.55.0" }',
        'package.json': JSON.stringify({ workspaces: ['plugins/*'] }),
        'packages/app/package.json': JSON.stringify({
          dependencies: {
            '@backstage/frontend-defaults': '^0.5.6',
            react: '18',
          },
        }),
        'packages/backend/package.json': '{}',
      },
    });
  });

  function adopt(...args: string[]) {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [join(ROOT, 'scripts/adopt.mjs'), ...args],
      { encoding: 'utf8', env: { ...process.env, INIT_CWD: directory.path } },
    );
    return { status, stdout, stderr };
  }

  const read = (path: string) => readFileSync(join(portal(), path), 'utf8');

  function commit() {
    for (const args of [
      ['init', '-q'],
      ['add', '-A'],
      [
        ...['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com'],
        ...['commit', '-qm', 'Adopt'],
      ],
    ]) {
      expect(spawnSync('git', args, { cwd: portal() }).status).toBe(0);
    }
  }

  it('copies the plugins under another scope, adds the dependencies, and says what is left', () => {
    const { status, stdout } = adopt('portal', '--scope', '@acme');
    expect(status).toBe(0);
    expect(stdout).toContain(
      `backend.add(import('@acme/plugin-static-data-backend'));`,
    );
    expect(stdout).toContain('app.packages: all');

    expect(read('plugins/static-data-backend/src/index.ts')).not.toContain(
      '@internal/',
    );
    expect(
      JSON.parse(read('plugins/static-data-backend/package.json')),
    ).toEqual(
      expect.objectContaining({
        name: '@acme/plugin-static-data-backend',
        dependencies: expect.objectContaining({
          '@acme/plugin-static-data-node': 'workspace:^',
        }),
      }),
    );
    for (const path of [
      'plugins/static-data-node/migrations',
      'plugins/static-data-node/config.d.ts',
      'plugins/static-data-node/LICENSE',
      'plugins/static-data-backend/src/http/responseSchemas.json',
    ]) {
      expect(existsSync(join(portal(), path))).toBe(true);
    }
    for (const path of [
      'plugins/static-data-backend/src/plugin.test.ts',
      'plugins/static-data-backend/src/__testUtils__',
      'plugins/static-data/dev',
    ]) {
      expect(existsSync(join(portal(), path))).toBe(false);
    }
    expect(
      Object.keys(JSON.parse(read('packages/app/package.json')).dependencies),
    ).toEqual([
      '@acme/plugin-static-data',
      '@backstage/frontend-defaults',
      'react',
    ]);
    expect(
      JSON.parse(read('packages/backend/package.json')).dependencies,
    ).toEqual({
      '@acme/plugin-catalog-backend-module-static-data': 'workspace:^',
      '@acme/plugin-static-data-backend': 'workspace:^',
    });
  });

  it('keeps of the devDependencies what it takes to build, and sorts as Yarn does', () => {
    expect(adopt('portal', '--scope', '@acme').status).toBe(0);

    const module = JSON.parse(
      read('plugins/catalog-backend-module-static-data/package.json'),
    );
    const page = JSON.parse(read('plugins/static-data/package.json'));
    expect(Object.keys(module.devDependencies)).toEqual([
      '@backstage/cli',
      '@types/lodash',
      '@types/yauzl',
    ]);
    expect(Object.keys(page.devDependencies)).toEqual([
      '@backstage/cli',
      '@types/lodash',
      '@types/react',
      '@types/react-dom',
      'react',
      'react-dom',
      'react-router-dom',
    ]);
    const [first] = Object.keys(module.dependencies);
    expect(first).toBe('@acme/plugin-static-data-common');
  });

  it('updates what is committed, and overwrites nothing else', () => {
    expect(adopt('portal').status).toBe(0);
    const readme = join(portal(), 'plugins/static-data/README.md');
    const original = readFileSync(readme, 'utf8');

    writeFileSync(readme, 'ours');
    expect(adopt('portal')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining(
        'has changes that are not committed, which an update would overwrite',
      ),
    });
    expect(readFileSync(readme, 'utf8')).toBe('ours');

    commit();
    const { status, stdout } = adopt('portal');
    expect(status).toBe(0);
    expect(stdout).toContain('have been updated');
    expect(stdout).not.toContain('backend.add');
    expect(readFileSync(readme, 'utf8')).toBe(original);
  });

  it('updates the plugins in the scope that they have, and in no other', () => {
    expect(adopt('portal', '--scope', '@acme').status).toBe(0);
    commit();

    expect(adopt('portal').status).toBe(0);
    expect(adopt('portal', '--scope', '@acme').status).toBe(0);
    expect(adopt('portal', '--scope', '@other')).toMatchObject({
      status: 1,
      stdout: '',
      stderr: expect.stringContaining('have the scope @acme'),
    });
    expect(
      spawnSync('git', ['status', '--porcelain'], {
        cwd: portal(),
        encoding: 'utf8',
      }).stdout,
    ).toBe('');
  });

  it.each([
    ['no path', [], 'Usage: npm run adopt'],
    ['an unknown option', ['portal', '--scop', 'x'], '--scop'],
    [
      'a scope that is none',
      ['portal', '--scope', 'acme'],
      `'acme' is not a scope`,
    ],
    ['a folder that is no Backstage', ['empty'], 'it has no backstage.json'],
    ['this repository', [ROOT], 'is this repository'],
  ])('says what is wrong with %s', (_, args, message) => {
    mkdirSync(directory.resolve('empty'));
    expect(adopt(...args)).toMatchObject({
      status: 1,
      stdout: '',
      stderr: expect.stringContaining(message),
    });
  });
});
