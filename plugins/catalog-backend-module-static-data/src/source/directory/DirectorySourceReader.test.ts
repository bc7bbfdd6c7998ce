import {
  mkdir,
  mkdtemp,
  rename,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  SOURCE_LIMITS,
  SourceLimits,
} from '@internal/plugin-static-data-model';
import { findingOf } from '../__testUtils__/findingOf';
import { DirectorySourceReader } from './DirectorySourceReader';
import { AT_ONCE, BESIDE_OTHER_WORK } from './readDirectoryFile';
import { SourceDirectory } from './SourceDirectory';

const signal = new AbortController().signal;

describe.each([
  { when: 'beside other work', fileCalls: BESIDE_OTHER_WORK },
  { when: 'with the event loop for itself', fileCalls: AT_ONCE },
])('DirectorySourceReader, $when', ({ fileCalls }) => {
  let parent: string;
  let directory: string;

  beforeEach(async () => {
    jest.restoreAllMocks();
    parent = await mkdtemp(join(tmpdir(), 'directory-source-reader-'));
    directory = join(parent, 'source');
    await write('data/applications.json', '[]');
    await write('contracts/payment/openapi/gateway/v1.yaml', 'openapi: 3.0.0');
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

  function createReader(
    options?: Partial<ConstructorParameters<typeof DirectorySourceReader>[0]>,
  ): DirectorySourceReader {
    return new DirectorySourceReader({
      source: { type: 'directory', directory: './source', path: directory },
      files: {
        applications: 'data/applications.json',
        squads: 'data/squads.json',
        boundedContexts: 'data/bounded-contexts.json',
        domains: 'data/domains.json',
        contracts: 'contracts',
      },
      limits: SOURCE_LIMITS,
      fileCalls,
      ...options,
    });
  }

  async function contentsOf(
    reader: DirectorySourceReader,
  ): Promise<Record<string, string>> {
    const result = await reader.read({ signal });
    if (result.status !== 'read') {
      throw new Error('Expected the source to be read');
    }
    return Object.fromEntries(
      result.files.map(file => [
        file.path,
        'text' in file ? file.text : file.problem.code,
      ]),
    );
  }

  describe('read', () => {
    it('reads the configured files and everything below the contracts, in order', async () => {
      await write('README.md', '# Architecture');
      await write('data/unused.json', '[]');
      await write('contracts-old/a.yaml', 'old');
      await write('contracts/b.yaml', 'b');
      await write('contracts/notes.txt', 'notes');

      const result = await createReader().read({ signal });

      expect(result).toEqual({
        status: 'read',
        revision: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
        files: [
          { path: 'contracts/b.yaml', text: 'b' },
          // Nobody needs what is in it.
          { path: 'contracts/notes.txt', text: '' },
          {
            path: 'contracts/payment/openapi/gateway/v1.yaml',
            text: 'openapi: 3.0.0',
          },
          { path: 'data/applications.json', text: '[]' },
        ],
      });
    });

    it('tells by content whether something changed', async () => {
      const reader = createReader();
      const { revision } = await reader.read({ signal });

      await write('data/applications.json', '[]');
      await write('README.md', 'Not part of the source');
      await expect(reader.read({ revision, signal })).resolves.toEqual({
        status: 'unchanged',
        revision,
      });

      await write('data/applications.json', '{}');
      const changed = await reader.read({ revision, signal });
      expect(changed.status).toBe('read');
      expect(changed.revision).not.toBe(revision);

      await write('data/applications.json', '[]');
      await expect(reader.read({ signal })).resolves.toMatchObject({
        revision,
      });
    });

    it('does not read files again that were not touched', async () => {
      await symlink('nowhere', join(directory, 'contracts/broken'));
      jest.useFakeTimers({ now: Date.now() + 60_000, doNotFake: ['nextTick'] });
      const reader = createReader();
      const { revision } = await reader.read({ signal });
      const readFile = jest.spyOn(SourceDirectory.prototype, 'readFile');

      await expect(reader.read({ revision, signal })).resolves.toEqual({
        status: 'unchanged',
        revision,
      });
      expect(readFile).not.toHaveBeenCalled();
    });

    it.each<[string, () => Promise<void>]>([
      [
        'another content of the same length',
        () => write('data/applications.json', '{}'),
      ],
      ['another file', () => write('data/squads.json', '[]')],
      [
        'a file less',
        () => rm(join(directory, 'contracts/payment'), { recursive: true }),
      ],
      [
        'another name',
        () =>
          rename(
            join(directory, 'data/applications.json'),
            join(directory, 'data/squads.json'),
          ),
      ],
    ])('notices %s after a read that could be trusted', async (_, change) => {
      jest.useFakeTimers({ now: Date.now() + 60_000, doNotFake: ['nextTick'] });
      const reader = createReader();
      const { revision } = await reader.read({ signal });
      await change();

      const changed = await reader.read({ revision, signal });
      expect(changed.status).toBe('read');
      expect(changed.revision).not.toBe(revision);
    });

    it('keeps the content of files over the limit out', async () => {
      await write('data/squads.json', Buffer.alloc(5 * 1024 * 1024, ' '));
      await write('data/domains.json', Buffer.alloc(5 * 1024 * 1024 + 1, ' '));

      const contents = await contentsOf(createReader());

      expect(contents['data/domains.json']).toBe('TOO_LARGE');
      expect(contents['data/squads.json']).toHaveLength(5242880);
    });

    it.each<[string, Partial<SourceLimits>, string]>([
      [
        'too many files',
        { maxFiles: 1 },
        "The source has more than 1 files, the limit of 'staticData.limits.maxFiles'",
      ],
      [
        'files that are too large together',
        { maxTotalSize: 1024 },
        "The files of the source have more than 0.0009765625 MiB together, the limit of 'staticData.limits.maxTotalMegabytes'",
      ],
    ])('refuses a source with %s', async (_, limit, message) => {
      await write('data/squads.json', Buffer.alloc(1000, ' '));
      const limits = { ...SOURCE_LIMITS, ...limit };

      await expect(
        findingOf(createReader({ limits }).read({ signal })),
      ).resolves.toMatchObject({ phase: 'FETCH', code: 'TOO_LARGE', message });
    });

    it('refuses a source with a path that is too long', async () => {
      const folder = 'x'.repeat(200);
      await write(`contracts/${`${folder}/`.repeat(6)}v1.yaml`, '');

      await expect(
        findingOf(createReader().read({ signal })),
      ).resolves.toMatchObject({
        code: 'TOO_LARGE',
        message: expect.stringContaining('more than 1024 characters'),
      });
    });

    it('follows symbolic links inside of the source', async () => {
      await write('shared/v1.avsc', '{}');
      await symlink('../shared', join(directory, 'contracts/shared'));
      await symlink('b.json', join(directory, 'data/squads.json'));
      await write('data/b.json', '[1]');

      await expect(contentsOf(createReader())).resolves.toEqual({
        'contracts/payment/openapi/gateway/v1.yaml': 'openapi: 3.0.0',
        'contracts/shared/v1.avsc': '{}',
        'data/applications.json': '[]',
        'data/squads.json': '[1]',
      });
    });

    it('has what a host has in the place of a symbolic link, if it stands for one', async () => {
      await write('shared/v1.avsc', '{}');
      await write('data/b.json', '[1]');
      await symlink('../shared', join(directory, 'contracts/shared'));
      await symlink('b.json', join(directory, 'data/squads.json'));

      const read = await createReader({ followsLinks: false }).read({ signal });
      const notFollowed = (path: string) => ({
        path,
        problem: expect.objectContaining({
          message: `${path} is empty, or a symbolic link, which is not followed`,
        }),
      });
      expect(read).toMatchObject({
        files: [
          { path: 'contracts/payment/openapi/gateway/v1.yaml' },
          notFollowed('contracts/shared'),
          { path: 'data/applications.json' },
          notFollowed('data/squads.json'),
        ],
      });
    });

    it('does not see what is behind a symbolic link of a folder, if it does not follow it', async () => {
      await rename(join(directory, 'data'), join(directory, 'elsewhere'));
      await symlink('elsewhere', join(directory, 'data'));

      const read = await createReader({ followsLinks: false }).read({ signal });
      expect(read).toMatchObject({
        files: [{ path: 'contracts/payment/openapi/gateway/v1.yaml' }],
      });
    });

    it('goes into a loop of symbolic links once', async () => {
      await symlink('../..', join(directory, 'contracts/payment/loop'));
      await symlink('..', join(directory, 'contracts/payment/up'));

      await expect(contentsOf(createReader())).resolves.toEqual({
        'contracts/payment/openapi/gateway/v1.yaml': 'openapi: 3.0.0',
        'data/applications.json': '[]',
      });
    });

    it('does not follow symbolic links out of the source, nor broken ones', async () => {
      await mkdir(join(parent, 'source-secret'), { recursive: true });
      await writeFile(join(parent, 'source-secret/v1.yaml'), 'secret');
      await symlink(
        join(parent, 'source-secret'),
        join(directory, 'contracts/folder'),
      );
      await symlink(
        '../../source-secret/v1.yaml',
        join(directory, 'data/squads.json'),
      );
      await symlink('nowhere', join(directory, 'contracts/broken'));

      await expect(contentsOf(createReader())).resolves.toEqual({
        'contracts/broken': 'NOT_FOUND',
        'contracts/folder': 'NOT_FOUND',
        'contracts/payment/openapi/gateway/v1.yaml': 'openapi: 3.0.0',
        'data/applications.json': '[]',
        'data/squads.json': 'NOT_FOUND',
      });
    });

    it('fails when the folder of the contracts leads out of the source', async () => {
      await mkdir(join(parent, 'outside'));
      await rm(join(directory, 'contracts'), { recursive: true });
      await symlink('../outside', join(directory, 'contracts'));

      await expect(
        findingOf(createReader().read({ signal })),
      ).resolves.toMatchObject({ code: 'NOT_FOUND', file: 'contracts' });
    });

    it('fails for a directory that does not exist, or is none', async () => {
      await rm(directory, { recursive: true });
      const reader = createReader();
      await expect(findingOf(reader.read({ signal }))).resolves.toEqual({
        severity: 'error',
        phase: 'FETCH',
        code: 'NOT_FOUND',
        message: `The directory ${directory} does not exist`,
        hint: expect.stringContaining(
          "Check 'directory' in the configuration of the source",
        ),
      });

      await writeFile(directory, 'A file');
      await expect(findingOf(reader.read({ signal }))).resolves.toMatchObject({
        code: 'NOT_FOUND',
        message: `The directory ${directory} is not a directory`,
      });
    });

    it('fails when no file is of use', async () => {
      await rm(join(directory, 'data'), { recursive: true });
      await rm(join(directory, 'contracts'), { recursive: true });

      await expect(
        findingOf(createReader().read({ signal })),
      ).resolves.toMatchObject({ code: 'EMPTY_SOURCE' });
    });

    it('has no branches', async () => {
      await expect(
        findingOf(createReader().read({ ref: 'main', signal })),
      ).resolves.toMatchObject({
        code: 'NOT_FOUND',
        hint: expect.stringContaining(
          "with 'url' in the configuration of the source",
        ),
      });
    });

    it('stops when aborted', async () => {
      await expect(
        findingOf(createReader().read({ signal: AbortSignal.abort() })),
      ).resolves.toMatchObject({ code: 'TIMEOUT' });
    });
  });

  it('locates files by their absolute path', () => {
    expect(createReader().locationOf('data/squads.json')).toBe(
      `file:${join(directory, 'data/squads.json')}`,
    );
  });
});
