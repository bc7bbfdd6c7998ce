import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { SOURCE_LIMITS } from '@internal/plugin-static-data-model';
import { findingOf } from '../__testUtils__/findingOf';
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
    return new DirectoryBuildFileReader(directory, SOURCE_LIMITS.maxFileSize);
  }

  it('reads the build file, the Kotlin one first, and tells whether it changed', async () => {
    const reader = createReader();
    await expect(reader.read(repository, { signal })).resolves.toEqual({
      status: 'missing',
    });

    await write('repositories/acme/shop/build.gradle', 'groovy');
    const first = await reader.read(repository, { signal });
    expect(first).toEqual({
      status: 'found',
      path: 'build.gradle',
      content: 'groovy',
      etag: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
    });
    const previous = first.status === 'found' ? first : undefined;
    await expect(
      reader.read(repository, { previous, signal }),
    ).resolves.toEqual({ status: 'unchanged', etag: previous?.etag });

    await write('repositories/acme/shop/build.gradle', 'changed');
    await expect(
      reader.read(repository, { previous, signal }),
    ).resolves.toMatchObject({ status: 'found', content: 'changed' });

    await write('repositories/acme/shop/build.gradle.kts', 'kotlin');
    await expect(
      reader.read(repository, { previous, signal }),
    ).resolves.toMatchObject({ status: 'found', path: 'build.gradle.kts' });
  });

  it('notices changes after a read that could be trusted', async () => {
    await write('repositories/acme/shop/build.gradle', 'groovy');
    jest.useFakeTimers({ now: Date.now() + 60_000, doNotFake: ['nextTick'] });
    const reader = createReader();
    const first = await reader.read(repository, { signal });
    const previous = first.status === 'found' ? first : undefined;
    await expect(
      reader.read(repository, { previous, signal }),
    ).resolves.toEqual({ status: 'unchanged', etag: previous?.etag });

    await write('repositories/acme/shop/build.gradle', 'closed');
    await expect(
      reader.read(repository, { previous, signal }),
    ).resolves.toMatchObject({ status: 'found', content: 'closed' });

    await write('repositories/acme/shop/build.gradle.kts', 'kotlin');
    await expect(
      reader.read(repository, { previous, signal }),
    ).resolves.toMatchObject({ status: 'found', path: 'build.gradle.kts' });
  });

  it.each([
    { owner: '..', name: '..' },
    { owner: 'acme', name: '../../data' },
    { owner: '', name: 'shop' },
  ])('refuses %j', async named => {
    await expect(
      findingOf(createReader().read(named, { signal })),
    ).resolves.toMatchObject({ code: 'SCHEMA' });
  });

  it('does not follow a symbolic link out of the source', async () => {
    await mkdir(join(parent, 'outside'));
    await writeFile(join(parent, 'outside/build.gradle'), 'secret');
    await mkdir(join(directory, 'repositories/acme'), { recursive: true });
    await symlink(
      join(parent, 'outside'),
      join(directory, 'repositories/acme/shop'),
    );

    await expect(
      findingOf(createReader().read(repository, { signal })),
    ).resolves.toMatchObject({ code: 'NOT_FOUND', file: 'build.gradle' });
  });

  it('refuses a build file over the limit', async () => {
    await write(
      'repositories/acme/shop/build.gradle',
      Buffer.alloc(5 * 1024 * 1024 + 1, ' '),
    );

    await expect(
      findingOf(createReader().read(repository, { signal })),
    ).resolves.toMatchObject({ code: 'TOO_LARGE', file: 'build.gradle' });
  });

  it('takes a build file that is gone for missing, but not when all repositories are gone', async () => {
    const previous = { path: 'build.gradle', etag: 'sha256:0' };
    await mkdir(join(directory, 'repositories'));
    await expect(
      createReader().read(repository, { previous, signal }),
    ).resolves.toEqual({ status: 'missing' });

    await rm(join(directory, 'repositories'), { recursive: true });
    await expect(
      findingOf(createReader().read(repository, { previous, signal })),
    ).resolves.toMatchObject({
      phase: 'FETCH',
      code: 'NOT_FOUND',
      message: expect.stringContaining('repositories'),
    });
    await expect(createReader().read(repository, { signal })).resolves.toEqual({
      status: 'missing',
    });
  });

  it('does not take a vanished directory for one without build files', async () => {
    await rm(directory, { recursive: true });

    await expect(
      findingOf(createReader().read(repository, { signal })),
    ).resolves.toMatchObject({ code: 'NOT_FOUND' });
  });
});
