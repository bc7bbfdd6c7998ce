import { SyncFinding } from '@internal/plugin-static-data-common';
import { RecordOf, SyncFindingError } from '@internal/plugin-static-data-model';
import { BuildFileEntry } from '@internal/plugin-static-data-node';
import { BuildFileReadResult, SourceReader } from '../source/SourceReader';
import { areBuildFilesUnchanged, readBuildFiles } from './readBuildFiles';

const BUILD_FILE = `
openapi {
    producer { java("shop:cart-api:1.0.0") }
    consumer { java("billing:invoice-api:2.1.0") }
}
`;

const STORED: BuildFileEntry = {
  repository: 'acme/shop',
  path: 'build.gradle',
  etag: 'one',
  providesApis: ['shop:cart-api:1.0.0'],
  consumesApis: [],
};

function application(
  id: string,
  repository?: string,
): RecordOf<'applications'> {
  const [owner, name] = repository?.split('/') ?? [];
  return {
    location: { file: 'data/applications.json', line: 3 },
    id,
    name: id,
    supportedBySquadsIds: [],
    tags: [],
    repository: repository ? { owner, name } : undefined,
  };
}

function sourceOf(answer: BuildFileReadResult | Error) {
  return {
    read: jest.fn(),
    locationOf: jest.fn(),
    readCommit: jest.fn(),
    readBuildFile: jest.fn<
      Promise<BuildFileReadResult>,
      Parameters<SourceReader['readBuildFile']>
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
  stored?: BuildFileEntry[];
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

describe('readBuildFiles', () => {
  it('reads what an application provides and consumes', async () => {
    const source = sourceOf({
      status: 'found',
      path: 'build.gradle',
      content: BUILD_FILE,
      etag: 'two',
    });
    const { result, findings } = await readWith({
      applications: [application('shop', 'acme/shop'), application('none')],
      source,
    });

    expect(findings).toEqual([]);
    expect(result.references).toEqual(
      new Map([
        [
          'shop',
          {
            file: 'build.gradle',
            provides: ['shop:cart-api:1.0.0'],
            consumes: ['billing:invoice-api:2.1.0'],
          },
        ],
      ]),
    );
    expect(result.entries).toEqual([
      {
        repository: 'acme/shop',
        path: 'build.gradle',
        etag: 'two',
        providesApis: ['shop:cart-api:1.0.0'],
        consumesApis: ['billing:invoice-api:2.1.0'],
      },
    ]);
  });

  it('reads a repository that two applications share once', async () => {
    const source = sourceOf({
      status: 'found',
      path: 'build.gradle',
      content: BUILD_FILE,
    });
    const { result } = await readWith({
      applications: [
        application('a', 'acme/mono'),
        application('b', 'acme/mono'),
      ],
      source,
    });
    expect(source.readBuildFile).toHaveBeenCalledTimes(1);
    expect([...result.references.keys()]).toEqual(['a', 'b']);
  });

  it('asks with the etag of the stored file, and keeps its references when it is unchanged', async () => {
    const source = sourceOf({ status: 'unchanged', etag: 'one' });
    const { result } = await readWith({
      applications: [application('shop', 'acme/shop')],
      stored: [STORED],
      source,
    });
    expect(source.readBuildFile).toHaveBeenCalledWith(
      { owner: 'acme', name: 'shop' },
      expect.objectContaining({
        previous: { path: 'build.gradle', etag: 'one' },
      }),
    );
    expect(result.references.get('shop')?.provides).toEqual(
      STORED.providesApis,
    );
    expect(result.entries).toEqual([]);
  });

  it('warns of an application without a build file', async () => {
    const { result, findings } = await readWith({
      applications: [application('shop', 'acme/shop')],
      source: sourceOf({ status: 'missing' }),
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
    expect(result.entries).toEqual([
      { repository: 'acme/shop', path: '', providesApis: [], consumesApis: [] },
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
        entity: 'component:default/shop',
        message:
          'Could not read the build file of shop from acme/shop: GitHub answered 502',
      }),
    ]);
    expect(result.references.get('shop')?.provides).toEqual(
      STORED.providesApis,
    );
    expect(result.entries).toEqual([]);
  });

  it('keeps the last known relations when the file is broken', async () => {
    const { result, findings } = await readWith({
      applications: [application('shop', 'acme/shop')],
      stored: [STORED],
      source: sourceOf({
        status: 'found',
        path: 'build.gradle',
        content: 'openapi { producer {',
        etag: 'two',
      }),
    });
    expect(findings[0]).toMatchObject({
      severity: 'error',
      code: 'SYNTAX',
      file: 'acme/shop/build.gradle',
      line: 1,
      entity: 'component:default/shop',
    });
    expect(result.references.get('shop')?.provides).toEqual(
      STORED.providesApis,
    );
    expect(result.entries).toEqual([]);
  });

  it('forgets repositories that no application names any more', async () => {
    const { result } = await readWith({
      applications: [],
      stored: [STORED],
      source: sourceOf({ status: 'missing' }),
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
        source: sourceOf({ status: 'missing' }),
        report: jest.fn(),
        signal: controller.signal,
      }),
    ).rejects.toThrow('shutting down');
  });

  it('says how long every repository took, and how many have answered', async () => {
    const onProgress = jest.fn();
    const { timings } = await readBuildFiles({
      applications: [
        application('cart', 'acme/shop'),
        application('pay', 'acme/pay'),
        application('till', 'acme/pay'),
      ],
      stored: [],
      source: sourceOf({
        status: 'found',
        path: 'build.gradle',
        content: BUILD_FILE,
      }),
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
      [1, 2],
      [2, 2],
    ]);
  });
});

describe('areBuildFilesUnchanged', () => {
  const ask = (stored: BuildFileEntry, answer: BuildFileReadResult | Error) =>
    areBuildFilesUnchanged({
      stored: [stored],
      source: sourceOf(answer),
      signal: new AbortController().signal,
    });
  const MISSING = { ...STORED, path: '', etag: undefined };

  it.each([
    ['an unchanged file', STORED, { status: 'unchanged', etag: 'one' }, true],
    ['a file that is still missing', MISSING, { status: 'missing' }, true],
    ['a file that is gone', STORED, { status: 'missing' }, false],
    [
      'a file that appeared',
      MISSING,
      { status: 'found', path: 'build.gradle', content: '' },
      false,
    ],
    [
      'a file that changed',
      STORED,
      { status: 'found', path: 'build.gradle', content: '' },
      false,
    ],
    ['a read that failed', STORED, NETWORK_ERROR, false],
  ] as const)('judges %s', async (_, stored, answer, expected) => {
    expect(await ask(stored, answer)).toBe(expected);
  });
});
