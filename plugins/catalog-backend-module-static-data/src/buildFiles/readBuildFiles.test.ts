import { SyncFinding } from '@internal/plugin-static-data-common';
import { RecordOf } from '@internal/plugin-static-data-model';
import { BuildFileEntry } from '@internal/plugin-static-data-node';
import { buildFileTooLarge } from '../source/sourceFailures';
import {
  application,
  BUILD_FILE,
  FILE,
  found,
  MISSING,
  NETWORK_ERROR,
  NO_FOLDER,
  RATE_LIMIT,
  readWith,
  sourceOf,
  STORED,
  STORED_MISSING,
} from './__testUtils__/builds';
import { readBuildFiles } from './readBuildFiles';

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
      'new',
      'shop',
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

  describe('of builds that state too much', () => {
    const calls = (count: number, toText = (i: number) => `a:k${i}:1`) =>
      Array.from({ length: count }, (_, i) => `java("${toText(i)}")`).join(
        '\n',
      );
    const build = (consumed: string) =>
      found(`openapi { consumer { ${consumed} } }`, 'two');

    it('keeps the first 1,000 references, and says so', async () => {
      const { result, findings } = await readWith({
        applications: [application('shop', 'acme/shop')],
        source: sourceOf(build(calls(1_200))),
      });
      expect(result.entries[0].consumesApis).toHaveLength(1_000);
      expect(findings).toMatchObject([
        {
          severity: 'warning',
          code: 'TOO_LARGE',
          message:
            'The build files in acme/shop consume 1200 APIs; all but the first 1000 are left out',
          entity: 'component:default/shop',
        },
      ]);
    });

    it('keeps the first 100 findings of a code, and counts the others', async () => {
      const { result } = await readWith({
        applications: [application('shop', 'acme/shop')],
        source: sourceOf(build(calls(300, i => `no reference ${i}`))),
      });
      expect(result.entries[0].findings).toHaveLength(101);
      expect(result.entries[0].findings.at(-1)).toMatchObject({
        code: 'SCHEMA',
        count: 200,
      });
    });

    it('leaves out what the build files state that have the most relations, if all together have too many', async () => {
      const { result, findings } = await readWith({
        applications: [
          ...Array.from({ length: 600 }, (_, i) =>
            application(`app-${i}`, 'acme/mono', '.'),
          ),
          application('shop', 'acme/shop'),
        ],
        source: {
          ...sourceOf(MISSING),
          readBuildFiles: async ({ name }) =>
            name === 'mono' ? build(calls(1_000)) : found(BUILD_FILE),
        },
      });
      expect([...result.references.keys()]).toEqual(['shop']);
      expect(findings).toMatchObject([
        {
          severity: 'warning',
          code: 'TOO_LARGE',
          message: expect.stringMatching(
            /^The build files in acme\/mono.* state 600000 relations of 600 applications to APIs, and .* 500000; all .* are left out$/,
          ),
        },
      ]);
    });

    it('keeps what it knows where there is no room for more', async () => {
      const long = {
        ...STORED,
        consumesApis: [
          { reference: 'a:b:1', file: 'x'.repeat(64 * 1024 * 1024), line: 1 },
        ],
      };
      const { result, findings } = await readWith({
        applications: [
          application('shop', 'acme/shop'),
          application('new', 'acme/new'),
        ],
        stored: [long],
        source: {
          ...sourceOf(MISSING),
          readBuildFiles: async ({ name }) =>
            name === 'new' ? build(calls(1)) : { status: 'unchanged' },
        },
      });
      expect([...result.references.keys()]).toEqual(['shop']);
      // No look at the stored one, whose text would be printed for minutes.
      expect(result.entries.map(({ repository }) => repository)).toEqual([
        'acme/new',
      ]);
      expect(result.entries[0].consumesApis).toEqual([]);
      expect(findings).toMatchObject([
        {
          severity: 'error',
          code: 'TOO_LARGE',
          message: expect.stringMatching(
            /^Could not read the build files of new from acme\/new: The API references and findings of all build files of a source may have 67108864 characters/,
          ),
        },
      ]);
    });
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

  describe('after a limit stopped the sync before', () => {
    const asked: string[] = [];
    let left: number;
    const source = sourceOf(MISSING);
    beforeEach(() => {
      source.readBuildFiles.mockImplementation(async ({ name }) => {
        left -= 1;
        if (left < 0) {
          throw RATE_LIMIT;
        }
        asked.push(name);
        return MISSING;
      });
    });

    /** What syncs read, one after the other, of the given repositories, each of them some. */
    async function readSome(...syncs: [repositories: string, some: number][]) {
      let startAt: string | undefined;
      const stored = new Map<string, BuildFileEntry>();
      const reads = [];
      for (const [repositories, some] of syncs) {
        left = some;
        asked.length = 0;
        const { result, findings } = await readWith({
          applications: [...repositories].map(name =>
            application(name, `acme/${name}`),
          ),
          source,
          stored: [...stored.values()],
          startAt,
        });
        startAt = result.resumeAt;
        result.removed.forEach(key => stored.delete(key));
        result.entries.forEach(it => stored.set(it.repository, it));
        const limited = findings.filter(({ code }) => code === 'RATE_LIMIT');
        expect(limited.length).toBeLessThanOrEqual(1);
        reads.push(asked.join(''));
      }
      return reads;
    }

    it('reads first what was never read, and then goes on with what it has not read again', async () => {
      const reads = await readSome(
        ['badce', 2],
        ['badce', 2],
        ['badce', 2],
        ['badce', 2],
        ['badce', 2],
        ['badcef', 2],
      );
      expect(reads).toEqual(['ba', 'dc', 'ea', 'bc', 'de', 'fa']);
    });

    it('goes on where the resume point was when its application has gone', async () => {
      const reads = await readSome(['abcde', 5], ['abcde', 2], ['abde', 2]);
      expect(reads).toEqual(['abcde', 'ab', 'de']);
    });

    it('lets nothing wait for what takes more requests than there are', async () => {
      const read = source.readBuildFiles.getMockImplementation()!;
      source.readBuildFiles.mockImplementation(async (address, options) => {
        if (address.name === 'x') {
          left = 0;
        }
        return read(address, options);
      });
      expect(
        await readSome(['ab', 2], ['abx', 2], ['abx', 2], ['abx', 2]),
      ).toEqual(['ab', '', 'ab', '']);
    });

    it('lets nothing wait for what can never be read', async () => {
      source.readBuildFiles.mockImplementation(async ({ name }) => {
        left -= 1;
        if (left < 0) {
          throw RATE_LIMIT;
        }
        asked.push(name);
        throw NETWORK_ERROR;
      });
      expect(
        await readSome(['abc', 2], ['abc', 2], ['abc', 2], ['abc', 2]),
      ).toEqual(['ab', 'ca', 'bc', 'ab']);
    });

    it('tells of the limit once, until when, and for how many', async () => {
      left = 0;
      const { findings } = await readWith({
        applications: [
          application('a', 'acme/a'),
          application('b', 'acme/b'),
          application('c', 'acme/b'),
        ],
        source,
      });
      expect(findings).toMatchObject([
        {
          code: 'RATE_LIMIT',
          message:
            'Could not read the build files of 3 applications from 2 repositories: acme/a, acme/b. The first failed because: github.com takes no more requests before noon',
        },
      ]);
    });
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
