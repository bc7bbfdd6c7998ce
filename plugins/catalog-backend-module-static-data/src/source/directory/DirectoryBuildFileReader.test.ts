import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { MAX_BUILD_FILE_SIZE } from '@internal/plugin-static-data-model';
import { findingOf } from '../__testUtils__/findingOf';
import { BuildFilesReadResult } from '../SourceReader';
import { DirectoryBuildFileReader } from './DirectoryBuildFileReader';

const signal = new AbortController().signal;
const repository = { owner: 'acme', name: 'shop' };

describe('DirectoryBuildFileReader', () => {
  let parent: string;
  let directory: string;

  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'directory-build-file-reader-'));
    directory = join(parent, 'source');
    await mkdir(directory);
  });

  afterEach(async () => {
    jest.useRealTimers();
    await rm(parent, { recursive: true, force: true });
  });

  async function write(path: string, content: string | Buffer): Promise<void> {
    const location = join(directory, path);
    await mkdir(dirname(location), { recursive: true });
    await writeFile(location, content);
  }

  function createReader(): DirectoryBuildFileReader {
    return new DirectoryBuildFileReader(directory);
  }

  it('reads the build file that Gradle takes, and tells whether it changed', async () => {
    const reader = createReader();
    await expect(reader.read(repository, { signal })).resolves.toEqual({
      status: 'read',
      files: [],
      findings: [
        expect.objectContaining({
          severity: 'warning',
          code: 'MISSING_REPOSITORY',
          message: expect.stringContaining('repositories/acme/shop'),
        }),
      ],
    });
    await mkdir(join(directory, 'repositories/acme/shop'), { recursive: true });
    await expect(reader.read(repository, { signal })).resolves.toEqual({
      status: 'read',
      files: [],
      findings: [],
    });

    await write('repositories/acme/shop/build.gradle.kts', 'kotlin');
    const first = await reader.read(repository, { signal });
    expect(first).toEqual({
      status: 'read',
      files: [{ path: 'build.gradle.kts', content: 'kotlin' }],
      findings: [],
      version: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
    });
    const previous = first.version;
    await expect(
      reader.read(repository, { previous, signal }),
    ).resolves.toEqual({ status: 'unchanged' });

    await write('repositories/acme/shop/build.gradle.kts', 'changed');
    await expect(
      reader.read(repository, { previous, signal }),
    ).resolves.toMatchObject({ files: [{ content: 'changed' }] });

    await write('repositories/acme/shop/build.gradle', 'groovy');
    await expect(
      reader.read(repository, { previous, signal }),
    ).resolves.toMatchObject({ files: [{ path: 'build.gradle' }] });
  });

  it('notices changes after a read that could be trusted', async () => {
    await write('repositories/acme/shop/settings.gradle', "include 'pay'");
    await write('repositories/acme/shop/pay/build.gradle.kts', 'kotlin');
    jest.useFakeTimers({ now: Date.now() + 60_000, doNotFake: ['nextTick'] });
    const reader = createReader();
    const { version: previous } = await reader.read(repository, { signal });
    await expect(
      reader.read(repository, { previous, signal }),
    ).resolves.toEqual({ status: 'unchanged' });

    await write('repositories/acme/shop/pay/build.gradle.kts', 'closed');
    await expect(
      reader.read(repository, { previous, signal }),
    ).resolves.toMatchObject({ files: [{ content: 'closed' }] });

    await write('repositories/acme/shop/build.gradle', 'groovy');
    await expect(
      reader.read(repository, { previous, signal }),
    ).resolves.toMatchObject({
      files: [{ path: 'build.gradle' }, { path: 'pay/build.gradle.kts' }],
    });
  });

  it('reads the folder that the application names', async () => {
    await write('repositories/acme/shop/build.gradle', 'root');
    await write('repositories/acme/shop/services/pay/build.gradle', 'pay');
    const read = (place: object) =>
      createReader().read({ ...repository, ...place }, { signal });

    for (const place of [
      { path: 'services/pay' },
      { refAndPath: 'main/services/pay' },
      { refAndPath: 'feature/x/services/pay' },
      { ref: 'any', path: 'services/pay' },
    ]) {
      await expect(read(place)).resolves.toMatchObject({
        files: [{ path: 'services/pay/build.gradle', content: 'pay' }],
      });
    }
    await expect(read({ refAndPath: 'main' })).resolves.toMatchObject({
      files: [{ content: 'root' }],
    });
    for (const place of [{ path: 'pya' }, { refAndPath: 'main/pya' }]) {
      await expect(findingOf(read(place))).resolves.toMatchObject({
        code: 'NOT_FOUND',
        message: expect.stringContaining('pya in repositories/acme/shop'),
      });
    }
  });

  it('reads the scripts that build files apply, and those that these apply', async () => {
    const writeFileIn = (path: string, content: string) =>
      write(`repositories/acme/shop/${path}`, content);
    await writeFileIn('settings.gradle', "include 'pay', 'ship'");
    await writeFileIn('pay/build.gradle', "apply from: 'apis.gradle'");
    await writeFileIn(
      'pay/apis.gradle',
      'apply from: "$rootDir/gradle/all.gradle"',
    );
    await writeFileIn(
      'ship/build.gradle.kts',
      'apply(from = "../gradle/all.gradle")',
    );
    await writeFileIn('gradle/all.gradle', "apply from: 'apis.gradle'");
    await writeFileIn(
      'build.gradle',
      `
        apply from: 'gone.gradle'
        if (file('local.gradle').exists()) apply from: 'local.gradle'
        apply from: '../other/apis.gradle'`,
    );
    const pathsOf = (read: BuildFilesReadResult) =>
      'files' in read ? read.files.map(({ path }) => path) : [];

    const read = await createReader().read(repository, { signal });
    expect(pathsOf(read)).toEqual([
      'build.gradle',
      'pay/build.gradle',
      'ship/build.gradle.kts',
      'pay/apis.gradle',
      'gradle/all.gradle',
    ]);
    expect(read).toMatchObject({
      findings: [
        { code: 'UNREAD_SCRIPT', file: 'build.gradle', line: 2 },
        { code: 'UNREAD_SCRIPT', file: 'build.gradle', line: 4 },
        { code: 'UNREAD_SCRIPT', file: 'gradle/all.gradle', line: 1 },
      ],
    });
  });

  it('finds the root of a build of which the application names a project', async () => {
    await write(
      'repositories/acme/shop/apps/pay/build.gradle',
      'apply from: "$rootDir/apis.gradle"',
    );
    await write('repositories/acme/shop/apps/settings.gradle', "include 'pay'");
    await write('repositories/acme/shop/apps/apis.gradle', 'apis');
    await expect(
      createReader().read({ ...repository, path: 'apps/pay' }, { signal }),
    ).resolves.toMatchObject({
      files: [{ path: 'apps/pay/build.gradle' }, { content: 'apis' }],
      findings: [],
    });
  });

  it('looks for no more than 100 scripts, and says so once', async () => {
    const applied = Array.from(
      { length: 102 },
      (_, index) => `if (x) apply from: '${index}.gradle'\n`,
    );
    await write('repositories/acme/shop/build.gradle', applied.join(''));
    await write('repositories/acme/shop/99.gradle', '');
    await write('repositories/acme/shop/100.gradle', '');
    await expect(
      createReader().read(repository, { signal }),
    ).resolves.toMatchObject({
      files: [{ path: 'build.gradle' }, { path: '99.gradle' }],
      findings: [{ code: 'TOO_LARGE', line: 101 }],
    });
  });

  it.each([
    ['folder', 'repositories/acme/shop', 'outside'],
    ['file', 'repositories/acme/shop/build.gradle', 'outside/build.gradle'],
  ])(
    'does not follow the symbolic link of a %s out of the source',
    async (_, link, target) => {
      await mkdir(join(parent, 'outside'));
      await writeFile(join(parent, 'outside/build.gradle'), 'secret');
      await mkdir(dirname(join(directory, link)), { recursive: true });
      await symlink(join(parent, target), join(directory, link));

      await expect(
        findingOf(createReader().read(repository, { signal })),
      ).resolves.toMatchObject({ code: 'NOT_FOUND' });
    },
  );

  it.each([
    ['folder', 'repositories/acme/shop', '../../shared'],
    [
      'file',
      'repositories/acme/shop/build.gradle',
      '../../../shared/build.gradle',
    ],
  ])(
    'follows the symbolic link of a %s inside of the source',
    async (_, link, target) => {
      await write('shared/build.gradle', 'shared');
      await mkdir(dirname(join(directory, link)), { recursive: true });
      await symlink(target, join(directory, link));

      await expect(
        createReader().read(repository, { signal }),
      ).resolves.toMatchObject({
        files: [{ path: 'build.gradle', content: 'shared' }],
      });
    },
  );

  it('reads where the directory leads to at the time of the sync', async () => {
    await write('old/repositories/acme/shop/build.gradle', 'old');
    await write('new/repositories/acme/shop/build.gradle', 'new');
    const current = join(directory, 'current');
    const reader = new DirectoryBuildFileReader(current);
    for (const version of ['old', 'new']) {
      await rm(current, { force: true });
      await symlink(version, current);
      await expect(
        reader.read(repository, { signal: new AbortController().signal }),
      ).resolves.toMatchObject({ files: [{ content: version }] });
    }
  });

  it('refuses a build file over the limit', async () => {
    await write(
      'repositories/acme/shop/build.gradle',
      Buffer.alloc(MAX_BUILD_FILE_SIZE + 1, ' '),
    );

    await expect(
      findingOf(createReader().read(repository, { signal })),
    ).resolves.toMatchObject({ code: 'TOO_LARGE', file: 'build.gradle' });
  });

  it('refuses build files that are too large together', async () => {
    const projects = Array.from({ length: 17 }, (_, index) => `p${index}`);
    for (const project of projects) {
      await write(
        `repositories/acme/shop/${project}/build.gradle`,
        Buffer.alloc(MAX_BUILD_FILE_SIZE, ' '),
      );
    }
    const settings = 'repositories/acme/shop/settings.gradle';
    await write(settings, `include '${projects.slice(1).join("', '")}'`);
    await expect(
      findingOf(createReader().read(repository, { signal })),
    ).resolves.toMatchObject({
      code: 'TOO_LARGE',
      message: expect.stringContaining('16777216 bytes together'),
    });

    await write(settings, `include '${projects.slice(2).join("', '")}'`);
    await expect(
      createReader().read(repository, { signal }),
    ).resolves.toMatchObject({ status: 'read' });
  });

  it('refuses a build with too many projects, which would all be asked for', async () => {
    const projects = Array.from({ length: 1001 }, (_, index) => `'p${index}'`);
    await write(
      'repositories/acme/shop/settings.gradle',
      `include ${projects.join(', ')}`,
    );
    await expect(
      findingOf(createReader().read(repository, { signal })),
    ).resolves.toMatchObject({
      code: 'TOO_LARGE',
      message:
        'settings.gradle includes 1001 projects, more than the limit of 1000',
    });
  });

  it('takes a build file that is gone for missing, but not when its folder or all of them are gone', async () => {
    const hadFiles = true;
    const folder = join(directory, 'repositories/acme/shop');
    await mkdir(folder, { recursive: true });
    await expect(
      createReader().read(repository, { hadFiles, signal }),
    ).resolves.toMatchObject({ files: [] });

    await rm(folder, { recursive: true });
    await expect(
      findingOf(createReader().read(repository, { hadFiles, signal })),
    ).resolves.toMatchObject({
      phase: 'FETCH',
      code: 'MISSING_REPOSITORY',
      hint: expect.stringContaining('known API relations are kept'),
    });

    await rm(join(directory, 'repositories'), { recursive: true });
    await expect(
      findingOf(createReader().read(repository, { hadFiles, signal })),
    ).resolves.toMatchObject({
      phase: 'FETCH',
      code: 'NOT_FOUND',
      message: expect.stringContaining('repositories'),
    });
    await expect(
      createReader().read(repository, { signal }),
    ).resolves.toMatchObject({
      files: [],
    });
  });

  it('does not take a vanished directory for one without build files', async () => {
    await rm(directory, { recursive: true });

    await expect(
      findingOf(createReader().read(repository, { signal })),
    ).resolves.toMatchObject({ code: 'NOT_FOUND' });
  });
});
