import { SyncFinding } from '@internal/plugin-static-data-common';
import { RecordOf, SyncFindingError } from '@internal/plugin-static-data-model';
import { BuildFileEntry } from '@internal/plugin-static-data-node';
import { buildFileTooLarge } from '../source/sourceFailures';
import { BuildFilesReadResult, SourceReader } from '../source/SourceReader';
import { checkBuildFiles } from './checkBuildFiles';
import { readBuildFiles } from './readBuildFiles';

const BUILD_FILE = `
openapi {
    producer { java("shop:cart-api:1.0.0") }
    consumer { java("billing:invoice-api:2.1.0") }
}
`;

const FILE = 'acme/shop/build.gradle';

const STORED: BuildFileEntry = {
  repository: 'acme/shop',
  address: { owner: 'acme', name: 'shop' },
  paths: ['build.gradle'],
  version: 'one',
  providesApis: [{ reference: 'shop:cart-api:1.0.0', file: FILE, line: 1 }],
  consumesApis: [],
  findings: [],
};

/** The stored entry of a repository without a build file. */
const STORED_MISSING: BuildFileEntry = {
  ...STORED,
  paths: [],
  version: undefined,
  providesApis: [],
};

const MISSING = { status: 'read' as const, files: [], findings: [] };

/** An application of which only the repository is of interest. */
function application(
  id: string,
  repository?: string,
  path?: string,
): RecordOf<'applications'> {
  return {
    location: { file: 'data/applications.json', line: 3 },
    id,
    name: id,
    supportedBySquadsIds: [],
    tags: [],
    repository: {
      named: repository
        ? { field: 'repository', value: repository }
        : undefined,
      url: undefined,
      ref: undefined,
      path,
    },
  };
}

function found(content: string, version?: string): BuildFilesReadResult {
  const files = [{ path: 'build.gradle', content }];
  return { status: 'read', files, findings: [], version };
}

function sourceOf(answer: BuildFilesReadResult | Error) {
  return {
    read: jest.fn(),
    locationOf: jest.fn(),
    readCommit: jest.fn(),
    hosts: [],
    readBuildFiles: jest.fn<
      Promise<BuildFilesReadResult>,
      Parameters<SourceReader['readBuildFiles']>
    >(async () => {
      if (answer instanceof Error) {
        throw answer;
      }
      return answer;
    }),
  };
}

async function readWith(options: {
  applications: RecordOf<'applications'>[];
  startAt?: string;
  stored?: BuildFileEntry[];
  checked?: Map<string, BuildFilesReadResult>;
  only?: Set<string>;
  source: SourceReader;
}) {
  const findings: SyncFinding[] = [];
  const result = await readBuildFiles({
    stored: [],
    ...options,
    report: finding => findings.push(finding),
    signal: new AbortController().signal,
  });
  return { result, findings };
}

const NETWORK_ERROR = new SyncFindingError({
  phase: 'FETCH',
  code: 'NETWORK',
  message: 'GitHub answered 502',
  hint: 'Try again.',
});

const RATE_LIMIT = new SyncFindingError({
  phase: 'FETCH',
  code: 'RATE_LIMIT',
  message: 'github.com takes no more requests before noon',
  hint: 'Wait.',
});

const NO_FOLDER: SyncFinding = {
  severity: 'warning',
  phase: 'FETCH',
  code: 'MISSING_REPOSITORY',
  message: 'The source has no folder repositories/acme/shop',
  hint: 'Put it there.',
};

describe('readBuildFiles', () => {
  it('reads what an application provides and consumes', async () => {
    const source = sourceOf(found(BUILD_FILE, 'two'));
    const { result, findings } = await readWith({
      applications: [application('shop', 'acme/shop'), application('none')],
      source,
    });
    const provides = [
      { reference: 'shop:cart-api:1.0.0', file: FILE, line: 3 },
    ];
    const consumes = [
      { reference: 'billing:invoice-api:2.1.0', file: FILE, line: 4 },
    ];

    expect(findings).toEqual([]);
    expect(result.references).toEqual(
      new Map([['shop', { provides, consumes }]]),
    );
    expect(result.entries).toEqual([
      {
        repository: 'acme/shop',
        address: { owner: 'acme', name: 'shop' },
        paths: ['build.gradle'],
        version: 'two',
        providesApis: provides,
        consumesApis: consumes,
        findings: [],
      },
    ]);
  });

  it('adds up the build files of several projects', async () => {
    const { result } = await readWith({
      applications: [application('shop', 'acme/shop')],
      source: sourceOf({
        status: 'read',
        files: ['a', 'b'].map(folder => ({
          path: `${folder}/build.gradle`,
          content: `${BUILD_FILE} avro { producer { schema("shop:${folder}:1") } }`,
        })),
        findings: [],
      }),
    });
    const { provides = [], consumes = [] } =
      result.references.get('shop') ?? {};
    expect(provides.map(({ reference, file }) => [reference, file])).toEqual([
      ['shop:cart-api:1.0.0', 'acme/shop/a/build.gradle'],
      ['shop:a:1', 'acme/shop/a/build.gradle'],
      ['shop:b:1', 'acme/shop/b/build.gradle'],
    ]);
    expect(consumes).toHaveLength(1);
  });

  it('reads a repository that two applications share once for each folder', async () => {
    const source = sourceOf(found(BUILD_FILE));
    const { result } = await readWith({
      applications: [
        application('a', 'acme/mono'),
        application('b', 'acme/mono.git'),
        application('c', 'acme/mono', 'services/c'),
      ],
      source,
    });
    expect(
      source.readBuildFiles.mock.calls.map(([address]) => address),
    ).toEqual([
      { owner: 'acme', name: 'mono' },
      { owner: 'acme', name: 'mono', path: 'services/c' },
    ]);
    expect([...result.references.keys()]).toEqual(['a', 'b', 'c']);
  });

  it('says once of many builds that they apply scripts that are not read', async () => {
    const read = (...ids: string[]) =>
      readWith({
        applications: ids.map(id => application(id, `acme/${id}`)),
        source: sourceOf(
          found("apply from: url('x')\napply from: 'https://x.io/y.gradle'"),
        ),
      });
    expect((await read('a', 'b', 'c')).findings).toMatchObject(
      ['a', 'a', 'b', 'b', 'c', 'c'].map((id, index) => ({
        code: 'UNREAD_SCRIPT',
        file: `acme/${id}/build.gradle`,
        line: 1 + (index % 2),
        entity: `component:default/${id}`,
      })),
    );
    expect((await read('a', 'b', 'c', 'd')).findings).toMatchObject([
      {
        severity: 'warning',
        code: 'UNREAD_SCRIPT',
        file: 'acme/a/build.gradle',
        line: 1,
        message:
          'The builds of 4 applications apply scripts that are not in their repositories, or whose paths they compute; API references in these are not read: acme/a/build.gradle:1, acme/b/build.gradle:1, acme/c/build.gradle:1 and 1 more',
      },
    ]);
  });

  describe('of applications with the same build file', () => {
    const read = (
      applications: RecordOf<'applications'>[],
      content = BUILD_FILE,
    ) => readWith({ applications, source: sourceOf(found(content)) });

    it.each([
      ['no folder', application('b', 'acme/mono')],
      ['another spelling', application('b', 'Acme/mono/tree/main')],
      [
        'a folder, as only one of them does',
        application('b', 'acme/mono', '.'),
      ],
    ])('warns if they name %s', async (_, other) => {
      const { result, findings } = await read([
        application('a', 'acme/mono'),
        other,
      ]);
      expect(findings).toEqual([
        {
          severity: 'warning',
          phase: 'PARSE',
          code: 'SHARED_BUILD_FILE',
          message:
            '2 applications have the same relations to APIs, those of acme/mono/build.gradle: a, b',
          hint: `Name the folder of each application in 'path'. If they share the build file on purpose, say so with "path": "." in each.`,
          file: 'data/applications.json',
          line: 3,
          entity: 'component:default/a',
        },
      ]);
      expect([...result.references.keys()]).toEqual(['a', 'b']);
    });

    it('says nothing if each of them names the folder', async () => {
      const { findings } = await read([
        application('a', 'acme/mono', '.'),
        application('b', 'acme/mono', '.'),
        application('c', 'acme/mono', 'services'),
        application('d', 'acme/mono/tree/main/services'),
      ]);
      expect(findings).toEqual([]);
    });

    it('says nothing if it has no relations', async () => {
      const { findings } = await read(
        [application('a', 'acme/mono'), application('b', 'acme/mono')],
        'plugins { }',
      );
      expect(findings).toEqual([]);
    });
  });

  it('asks with the stored version, and keeps the references when nothing has changed', async () => {
    const source = sourceOf({ status: 'unchanged' });
    const { result } = await readWith({
      applications: [application('shop', 'acme/shop')],
      stored: [STORED],
      source,
    });
    expect(source.readBuildFiles).toHaveBeenCalledWith(
      STORED.address,
      expect.objectContaining({ previous: 'one' }),
    );
    expect(result.references.get('shop')?.provides).toEqual(
      STORED.providesApis,
    );
    expect(result.entries).toEqual([]);
  });

  it('stores the version to ask with next time', async () => {
    const { result } = await readWith({
      applications: [application('shop', 'acme/shop')],
      stored: [STORED],
      source: sourceOf({ status: 'unchanged', version: 'two' }),
    });
    expect(result.entries).toEqual([{ ...STORED, version: 'two' }]);
  });

  it.each([
    ['that was read', MISSING, []],
    [
      'that has not changed',
      { status: 'unchanged' as const },
      [STORED_MISSING],
    ],
  ])(
    'warns of a repository without a build file %s',
    async (_, read, stored) => {
      const { result, findings } = await readWith({
        applications: [application('shop', 'acme/shop')],
        stored,
        source: sourceOf(read),
      });
      expect(findings).toEqual([
        expect.objectContaining({
          severity: 'warning',
          code: 'MISSING_BUILD_FILE',
          message: 'shop has no build file in acme/shop',
          file: 'data/applications.json',
          line: 3,
          entity: 'component:default/shop',
        }),
      ]);
      expect(result.references.size).toBe(0);
      expect(result.entries).toEqual(stored.length > 0 ? [] : [STORED_MISSING]);
    },
  );

  it('says at the application that the source has no such repository', async () => {
    const { findings } = await readWith({
      applications: [application('shop', 'acme/shop')],
      source: sourceOf({ ...MISSING, findings: [NO_FOLDER] }),
    });
    expect(findings).toEqual([
      {
        ...NO_FOLDER,
        file: 'data/applications.json',
        line: 3,
        entity: 'component:default/shop',
      },
    ]);
  });

  it('keeps the last known relations when a read fails', async () => {
    const { result, findings } = await readWith({
      applications: [application('shop', 'acme/shop')],
      stored: [STORED],
      source: sourceOf(NETWORK_ERROR),
    });
    expect(findings).toEqual([
      expect.objectContaining({
        severity: 'error',
        code: 'NETWORK',
        file: 'data/applications.json',
        line: 3,
        entity: 'component:default/shop',
        message:
          'Could not read the build files of shop from acme/shop: GitHub answered 502',
      }),
    ]);
    expect(result.references.get('shop')?.provides).toEqual(
      STORED.providesApis,
    );
    expect(result.entries).toEqual([
      { ...STORED, failure: NETWORK_ERROR.finding },
    ]);
  });

  it('remembers why a read failed until one succeeds', async () => {
    const applications = [application('shop', 'acme/shop')];
    const failed: BuildFileEntry = {
      repository: 'acme/shop',
      address: { owner: 'acme', name: 'shop' },
      paths: [],
      providesApis: [],
      consumesApis: [],
      findings: [],
      failure: NETWORK_ERROR.finding,
    };
    const readAfter = async (
      stored: BuildFileEntry[],
      answer: Parameters<typeof sourceOf>[0],
    ) =>
      (await readWith({ applications, stored, source: sourceOf(answer) }))
        .result.entries;

    expect(await readAfter([], NETWORK_ERROR)).toEqual([failed]);
    expect(await readAfter([failed], NETWORK_ERROR)).toEqual([]);
    const { failure, ...read } = failed;
    expect(await readAfter([failed], MISSING)).toEqual([read]);
    expect(
      await readAfter([{ ...STORED, failure: NETWORK_ERROR.finding }], {
        status: 'unchanged',
      }),
    ).toEqual([STORED]);
  });

  it('says of each application that its repository has another name by now', async () => {
    const renamedTo = { owner: 'acme', name: 'store' };
    const read = await readWith({
      applications: [
        application('shop', 'acme/shop'),
        application('cart', 'acme/shop'),
      ],
      stored: [STORED],
      source: sourceOf({ status: 'unchanged', renamedTo }),
    });
    const { result, findings } = read;
    expect(
      findings.filter(({ code }) => code === 'RENAMED_REPOSITORY'),
    ).toEqual(
      ['shop', 'cart'].map(name => ({
        severity: 'warning',
        phase: 'FETCH',
        code: 'RENAMED_REPOSITORY',
        message: `${name} names acme/shop, which is called acme/store now`,
        hint: expect.stringContaining('Write acme/store in the application'),
        file: 'data/applications.json',
        line: 3,
        entity: `component:default/${name}`,
      })),
    );
    expect(result.entries).toEqual([{ ...STORED, renamedTo: 'acme/store' }]);
    expect(result.references.get('cart')?.provides).toEqual(
      STORED.providesApis,
    );

    const known = await readWith({
      applications: [application('shop', 'acme/shop')],
      stored: result.entries,
      source: sourceOf({ status: 'unchanged', renamedTo }),
    });
    expect(known.result.entries).toEqual([]);
    const back = await readWith({
      applications: [application('shop', 'acme/shop')],
      stored: result.entries,
      source: sourceOf({ status: 'unchanged' }),
    });
    expect(back.result.entries).toEqual([STORED]);
    expect(back.findings).toEqual([]);
  });

  it('takes what is stored of repositories that it is not to look at, failures included', async () => {
    const source = sourceOf(found(BUILD_FILE, 'two'));
    const addressOf = (name: string) => ({ owner: 'acme', name });
    const { result, findings } = await readWith({
      applications: ['shop', 'known', 'failed', 'new'].map(name =>
        application(name, `acme/${name}`),
      ),
      stored: [
        STORED,
        { ...STORED, repository: 'acme/known', address: addressOf('known') },
        {
          ...STORED_MISSING,
          repository: 'acme/failed',
          address: addressOf('failed'),
          failure: RATE_LIMIT.finding,
        },
      ],
      only: new Set(['acme/shop']),
      source,
    });
    expect(source.readBuildFiles.mock.calls.map(([{ name }]) => name)).toEqual([
      'shop',
      'new',
    ]);
    expect(result.timings).toHaveLength(2);
    expect([...result.references.keys()].sort()).toEqual([
      'known',
      'new',
      'shop',
    ]);
    expect(result.references.get('known')?.provides).toEqual(
      STORED.providesApis,
    );
    expect(result.entries.map(({ repository }) => repository)).toEqual([
      'acme/shop',
      'acme/new',
    ]);
    expect(result.resumeAt).toBe('acme/failed');
    expect(findings).toContainEqual(
      expect.objectContaining({
        code: 'RATE_LIMIT',
        entity: 'component:default/failed',
      }),
    );
  });

  it('names the file of a failure as all build files are named', async () => {
    const { findings } = await readWith({
      applications: [application('shop', 'acme/shop')],
      source: sourceOf(buildFileTooLarge('pay/build.gradle')),
    });
    expect(findings).toEqual([
      expect.objectContaining({
        code: 'TOO_LARGE',
        file: 'acme/shop/pay/build.gradle',
        message:
          'Could not read the build files of shop from acme/shop: pay/build.gradle has more than 1048576 bytes',
      }),
    ]);
  });

  it('says once what keeps it from reading many repositories', async () => {
    const applications = Array.from({ length: 40 }, (_, index) =>
      application(`app-${index}`, `acme/app-${index}`),
    );
    const { findings } = await readWith({
      applications,
      source: sourceOf(NETWORK_ERROR),
    });
    expect(findings).toEqual([
      {
        severity: 'error',
        phase: 'FETCH',
        code: 'NETWORK',
        message:
          'Could not read the build files of 40 applications from 40 repositories: acme/app-0, acme/app-1, acme/app-2 and 37 more. The first failed because: GitHub answered 502',
        hint: 'Try again.',
      },
    ]);
  });

  it('keeps the last known relations when the file is broken, and says so until it changes', async () => {
    const applications = [application('shop', 'acme/shop')];
    const first = await readWith({
      applications,
      stored: [STORED],
      source: sourceOf(found('openapi { producer {', 'two')),
    });
    const second = await readWith({
      applications,
      stored: first.result.entries,
      source: sourceOf({ status: 'unchanged' }),
    });
    for (const { result, findings } of [first, second]) {
      expect(findings).toEqual([
        expect.objectContaining({
          severity: 'error',
          code: 'SYNTAX',
          file: FILE,
          line: 1,
          entity: 'component:default/shop',
        }),
      ]);
      expect(result.references.get('shop')?.provides).toEqual(
        STORED.providesApis,
      );
    }
  });

  it('forgets repositories that no application names any more', async () => {
    const { result } = await readWith({
      applications: [],
      stored: [STORED],
      source: sourceOf(MISSING),
    });
    expect(result.removed).toEqual(['acme/shop']);
  });

  it('ends when it is aborted, rather than reporting the abort for every file', async () => {
    const controller = new AbortController();
    controller.abort(new Error('shutting down'));
    await expect(
      readBuildFiles({
        applications: [application('shop', 'acme/shop')],
        stored: [],
        source: sourceOf(MISSING),
        report: jest.fn(),
        signal: controller.signal,
      }),
    ).rejects.toThrow('shutting down');
  });

  it('keeps what is known when the time is over, and says so once', async () => {
    const limit = new AbortController();
    const source = sourceOf(MISSING);
    source.readBuildFiles.mockImplementation(async () => {
      limit.abort();
      return new Promise(() => {});
    });
    const findings: SyncFinding[] = [];
    const result = await readBuildFiles({
      applications: ['shop', 'a', 'b', 'c'].map(name =>
        application(name, `acme/${name}`),
      ),
      stored: [STORED],
      source,
      report: finding => findings.push(finding),
      signal: new AbortController().signal,
      limit: { signal: limit.signal },
    });
    expect(source.readBuildFiles).toHaveBeenCalledTimes(1);
    expect([...result.references.keys()]).toEqual(['shop']);
    expect(result.entries).toMatchObject([
      { ...STORED, failure: { code: 'TIMEOUT' } },
      { repository: 'acme/a', paths: [], failure: { code: 'TIMEOUT' } },
      { repository: 'acme/b', paths: [], failure: { code: 'TIMEOUT' } },
      { repository: 'acme/c', paths: [], failure: { code: 'TIMEOUT' } },
    ]);
    expect(result.removed).toEqual([]);
    expect(findings).toMatchObject([
      {
        severity: 'error',
        code: 'TIMEOUT',
        message:
          'Could not read the build files of 4 applications from 4 repositories: acme/shop, acme/a, acme/b and 1 more. The first failed because: Build files may take half of the time that a sync has left when it begins to read them, and it was over',
      },
    ]);
  });

  it('goes on where a limit stopped the sync before', async () => {
    const source = sourceOf(MISSING);
    let left = 2;
    const asked: string[] = [];
    source.readBuildFiles.mockImplementation(async ({ name }) => {
      asked.push(name);
      left -= 1;
      if (left < 0) {
        throw RATE_LIMIT;
      }
      return MISSING;
    });
    const applications = ['a', 'b', 'c', 'd', 'e'].map(name =>
      application(name, `acme/${name}`),
    );
    const readFrom = async (startAt: string | undefined) => {
      left = 2;
      asked.length = 0;
      return readWith({ applications, source, startAt });
    };

    const first = await readFrom(undefined);
    expect(first.result.resumeAt).toBe('acme/c');
    expect(first.findings.map(({ code }) => code)).toContain('RATE_LIMIT');
    const second = await readFrom('acme/c');
    expect(asked).toEqual(['c', 'd', 'e', 'a', 'b']);
    expect(second.result.resumeAt).toBe('acme/e');
    // In the order of the applications.
    expect(second.findings.map(({ entity }) => entity).filter(Boolean)).toEqual(
      ['c', 'd', 'a', 'b', 'e'].map(name => `component:default/${name}`),
    );
    left = 5;
    expect((await readFrom('acme/gone')).result.resumeAt).toBe('acme/c');
    expect(asked[0]).toBe('a');
  });

  it('says how long every repository took, how many have answered, and which it waits for', async () => {
    const onProgress = jest.fn();
    const { timings } = await readBuildFiles({
      applications: [
        application('cart', 'acme/shop'),
        application('pay', 'acme/pay'),
        application('till', 'acme/pay'),
      ],
      stored: [],
      source: sourceOf(found(BUILD_FILE)),
      report: () => {},
      signal: new AbortController().signal,
      onProgress,
    });
    expect(timings).toEqual(
      ['acme/shop', 'acme/pay'].map(repository => ({
        repository,
        fetchMs: expect.any(Number),
        parseMs: expect.any(Number),
      })),
    );
    // A build file is parsed in much less than a millisecond.
    timings.forEach(({ parseMs }) => expect(parseMs).toBeGreaterThan(0));
    expect(onProgress.mock.calls).toEqual([
      [0, 2, 'acme/shop'],
      [0, 2, 'acme/shop'],
      [1, 2, 'acme/pay'],
      [2, 2, undefined],
    ]);
  });
});

describe('readBuildFiles, of a host that answers many repositories together', () => {
  const applications = Array.from({ length: 250 }, (_, index) =>
    application(`app-${index}`, `acme/app-${index}`),
  );

  /** Notes how many reads there are at the same time, by whether they are limited in size. */
  function createSource(read: (maxTotalSize?: number) => BuildFilesReadResult) {
    const most = { limited: 0, unlimited: 0 };
    const running = { limited: 0, unlimited: 0 };
    const source = {
      ...sourceOf(MISSING),
      repositoriesPerRequest: 100,
      readBuildFiles: jest.fn<
        Promise<BuildFilesReadResult>,
        Parameters<SourceReader['readBuildFiles']>
      >(async (_, { maxTotalSize }) => {
        const kind = maxTotalSize === undefined ? 'unlimited' : 'limited';
        running[kind] += 1;
        most[kind] = Math.max(most[kind], running[kind]);
        await new Promise(resolve => setImmediate(resolve));
        running[kind] -= 1;
        return read(maxTotalSize);
      }),
    };
    return { source, most };
  }

  it('asks for as many together', async () => {
    const { source, most } = createSource(() => found(BUILD_FILE));
    const { result } = await readWith({ applications, source });
    expect(result.references.size).toBe(250);
    expect(source.readBuildFiles).toHaveBeenCalledTimes(250);
    expect(most).toEqual({ limited: 200, unlimited: 0 });
  });

  it('reads those with large build files after the others, a few at a time', async () => {
    const { source, most } = createSource(maxTotalSize => {
      if (maxTotalSize !== undefined) {
        throw buildFileTooLarge('build.gradle');
      }
      return found(BUILD_FILE);
    });
    const { result, findings } = await readWith({ applications, source });
    expect(result.references.size).toBe(250);
    expect(result.timings).toHaveLength(250);
    expect(findings).toEqual([]);
    expect(most.unlimited).toBeLessThanOrEqual(8);
  });

  it('asks for nothing again that was read while it was checked', async () => {
    const source = createSource(() => found(BUILD_FILE)).source;
    const stored = ['a', 'b', 'c'].map(name => ({
      ...STORED,
      repository: `acme/${name}`,
      address: { owner: 'acme', name },
    }));
    source.readBuildFiles
      .mockResolvedValueOnce({ status: 'unchanged' })
      .mockResolvedValueOnce(found('avro {}', 'two'))
      .mockRejectedValueOnce(NETWORK_ERROR);
    const check = await checkBuildFiles({
      stored,
      source,
      signal: new AbortController().signal,
    });
    expect(check.isUnchanged).toBe(false);
    source.readBuildFiles.mockClear();

    const { result } = await readWith({
      applications: ['a', 'b', 'c', 'new'].map(name =>
        application(name, `acme/${name}`),
      ),
      stored,
      checked: check.reads,
      source,
    });
    expect(source.readBuildFiles.mock.calls.map(([{ name }]) => name)).toEqual([
      'c',
      'new',
    ]);
    expect(result.entries.map(({ repository }) => repository)).toEqual([
      'acme/b',
      'acme/c',
      'acme/new',
    ]);
  });
});

describe('checkBuildFiles', () => {
  it.each([
    ['an unchanged file', STORED, { status: 'unchanged' }, []],
    [
      'an unchanged file in a repository that has changed',
      STORED,
      { status: 'unchanged', version: 'two' },
      [{ ...STORED, version: 'two' }],
    ],
    ['a file that is still missing', STORED_MISSING, MISSING, []],
    [
      'a repository that is still missing',
      { ...STORED_MISSING, findings: [NO_FOLDER] },
      { ...MISSING, findings: [NO_FOLDER] },
      [],
    ],
    ['a file that is gone', STORED, MISSING, undefined],
    ['a file that appeared', STORED_MISSING, found(''), undefined],
    ['a file that changed', STORED, found(''), undefined],
    ['a read that failed', STORED, NETWORK_ERROR, undefined],
  ] as const)('judges %s', async (_, stored, answer, expected) => {
    const checked = await checkBuildFiles({
      stored: [stored as BuildFileEntry],
      source: sourceOf(answer as BuildFilesReadResult | Error),
      signal: new AbortController().signal,
    });
    expect(checked.isUnchanged ? checked.entries : undefined).toEqual(expected);
    expect(checked.findings).toEqual([]);
  });

  it('takes a repository that has another name for one that has changed', async () => {
    const renamedTo = { owner: 'acme', name: 'store' };
    const check = async (stored: BuildFileEntry) =>
      (
        await checkBuildFiles({
          stored: [stored],
          source: sourceOf({ status: 'unchanged', renamedTo }),
          signal: new AbortController().signal,
        })
      ).isUnchanged;
    expect(await check(STORED)).toBe(false);
    expect(await check({ ...STORED, renamedTo: 'acme/store' })).toBe(true);
  });

  it('says once which build files a host would not let be checked', async () => {
    const source = sourceOf({ status: 'unchanged' });
    source.readBuildFiles
      .mockResolvedValueOnce({ status: 'unchanged', version: 'two' })
      .mockRejectedValue(RATE_LIMIT);
    const checked = await checkBuildFiles({
      stored: ['a', 'b', 'c'].map(repository => ({ ...STORED, repository })),
      source,
      signal: new AbortController().signal,
    });
    expect(checked).toEqual({
      isUnchanged: true,
      reads: new Map([['a', { status: 'unchanged', version: 'two' }]]),
      entries: [
        { ...STORED, repository: 'a', version: 'two' },
        { ...STORED, repository: 'b', failure: RATE_LIMIT.finding },
        { ...STORED, repository: 'c', failure: RATE_LIMIT.finding },
      ],
      findings: [
        {
          ...RATE_LIMIT.finding,
          message:
            'Could not check the build files of 2 repositories for changes. The first was refused because: github.com takes no more requests before noon',
        },
      ],
      resumeAt: 'b',
    });
  });
});
