import { SyncFinding } from '@internal/plugin-static-data-common';
import { SyncFindingError } from '../findings';
import { SourceFile } from '../files/SourceFile';
import { ContractDocumentCache } from '../kinds/contracts/contractDocument';
import { describeRecords, parseSource } from './parseSource';
import { countTurns } from '../__testUtils__/countTurns';
import {
  SOURCE_PATHS,
  sourceFile,
  sourceFiles,
} from '../__testUtils__/sourceFiles';

// A long contract is read in a thread, which a busy machine takes many seconds to start.
jest.setTimeout(60_000);

async function parse(
  files: SourceFile[],
  options: { signal?: AbortSignal; contractCache?: ContractDocumentCache } = {},
) {
  const findings: SyncFinding[] = [];
  const parsed = await parseSource(files, {
    files: SOURCE_PATHS,
    report: finding => findings.push(finding),
    signal: new AbortController().signal,
    ...options,
  });
  return { parsed, findings };
}

function without(path: string): SourceFile[] {
  return sourceFiles().filter(file => file.path !== path);
}

describe('parseSource', () => {
  it('reads the records of every kind', async () => {
    const { parsed, findings } = await parse(
      sourceFiles(
        {
          applications: [{ id: 'app', name: 'App' }],
          squads: [{ id: 'red' }],
          boundedContexts: [{ id: 'billing' }],
          domains: [{ id: 'money' }],
        },
        {
          'billing/avro/Paid/v1.avsc': '"string"',
          'billing/openapi/bills/v1.yaml': 'openapi: 3.0.0',
          'billing/README.md': '# Billing',
        },
      ),
    );
    expect(findings).toEqual([]);
    expect(parsed).toMatchObject({
      applications: [{ id: 'app' }],
      squads: [{ id: 'red' }],
      boundedContexts: [{ id: 'billing' }],
      domains: [{ id: 'money' }],
      contracts: [{ api: 'Paid' }, { api: 'bills' }],
      unreadable: [],
    });
  });

  it('gives contracts in an order of their own', async () => {
    const contracts = {
      'b/openapi/x/v1.yaml': 'openapi: 3.0.0',
      'a/openapi/x/v2.yaml': 'openapi: 3.0.0',
      'a/openapi/x/v1.yaml': 'openapi: 3.0.0',
    };
    const { parsed } = await parse(sourceFiles({}, contracts));
    expect(parsed.contracts.map(({ location }) => location.file)).toEqual([
      'contracts/a/openapi/x/v1.yaml',
      'contracts/a/openapi/x/v2.yaml',
      'contracts/b/openapi/x/v1.yaml',
    ]);
  });

  it.each([
    SOURCE_PATHS.applications,
    SOURCE_PATHS.squads,
    SOURCE_PATHS.boundedContexts,
  ])('fails without %s', async path => {
    const error = await parse(without(path)).catch(e => e);
    expect(error).toBeInstanceOf(SyncFindingError);
    expect(error.finding).toMatchObject({
      severity: 'error',
      phase: 'FETCH',
      code: 'NOT_FOUND',
      file: path,
      message: `The source has no file ${path}`,
      hint: expect.stringContaining('staticData.files'),
    });
  });

  it('names all files that are missing', async () => {
    await expect(parse([])).rejects.toThrow(
      'The source has no file data/squads.json and no file data/bounded-contexts.json and no file data/applications.json',
    );
  });

  it('does without domains, but then removes none', async () => {
    const { parsed, findings } = await parse(without(SOURCE_PATHS.domains));
    expect(findings).toEqual([]);
    expect(parsed.domains).toEqual([]);
    expect(parsed.unreadable.map(({ file }) => file)).toEqual(
      ['json', 'yaml', 'yml'].map(extension => `data/domains.${extension}`),
    );
  });

  it('goes on after a file that it cannot read', async () => {
    const { parsed, findings } = await parse(
      sourceFiles(
        { applications: '[{', squads: [{ id: 'red' }] },
        { 'a/openapi/x/v1.yaml': '[', 'a/openapi/x/v2.yaml': 'openapi: 3.0.0' },
      ),
    );
    expect(findings.map(({ code, file }) => [code, file])).toEqual([
      ['SYNTAX', 'contracts/a/openapi/x/v1.yaml'],
      ['SYNTAX', 'data/applications.json'],
    ]);
    expect(parsed.squads).toHaveLength(1);
    expect(parsed.contracts).toHaveLength(1);
    expect(parsed.unreadable).toEqual([
      {
        file: 'contracts/a/openapi/x/v1.yaml',
        entityRef: 'api:default/a-x-v1',
        reason: expect.any(String),
      },
      ...['json', 'yaml', 'yml'].map(extension => ({
        file: `data/applications.${extension}`,
        entityKinds: ['Component'],
        reason: expect.stringContaining('data/applications.json'),
      })),
    ]);
  });

  it.each(['yaml', 'yml'])('reads .%s in place of JSON', async extension => {
    const { parsed, findings } = await parse([
      ...without(SOURCE_PATHS.squads),
      sourceFile(`data/squads.${extension}`, '# Ours\n- id: red\n- id: blue'),
    ]);
    expect(findings).toEqual([]);
    expect(parsed.squads).toMatchObject([
      { id: 'red', location: { file: `data/squads.${extension}`, line: 2 } },
      { id: 'blue', location: { file: `data/squads.${extension}`, line: 3 } },
    ]);
    expect(parsed.unreadable).toEqual([]);
  });

  it('reports a second file of the same records', async () => {
    const { parsed, findings } = await parse([
      ...sourceFiles(),
      sourceFile('data/squads.yaml', '[]'),
    ]);
    expect(findings).toEqual([
      expect.objectContaining({ code: 'DUPLICATE', file: 'data/squads.yaml' }),
    ]);
    expect(parsed.unreadable).toMatchObject([{ file: 'data/squads.yaml' }]);
  });

  it('ignores files that are none of its own', async () => {
    const { parsed, findings } = await parse([
      ...sourceFiles(),
      sourceFile('contracts.yaml', '['),
      sourceFile('contracts-old/a/openapi/x/v1.yaml', '['),
      sourceFile('package.json', '{'),
    ]);
    expect(findings).toEqual([]);
    expect(parsed.contracts).toEqual([]);
  });

  it('does not take a record file for a contract', async () => {
    const findings: SyncFinding[] = [];
    const files = { ...SOURCE_PATHS, contracts: 'data' };
    await parseSource(sourceFiles(), {
      files,
      report: finding => findings.push(finding),
      signal: new AbortController().signal,
    });
    expect(findings).toEqual([]);
  });

  it('reports an error again that the cache knows', async () => {
    const contractCache = new ContractDocumentCache();
    const files = sourceFiles({}, { 'a/openapi/x/v1.yaml': '[' });
    const first = await parse(files, { contractCache });
    const second = await parse(files, { contractCache });
    expect(first.findings).toHaveLength(1);
    expect(second).toEqual(first);
  });

  it('stops when it is aborted', async () => {
    const reason = new Error('enough');
    await expect(
      parse(sourceFiles(), { signal: AbortSignal.abort(reason) }),
    ).rejects.toBe(reason);
  });

  it('yields to the event loop', async () => {
    const operations = Array.from(
      { length: 50 },
      (_, i) => `  /path/${i}:\n    get:\n      summary: Path ${i}\n`,
    ).join('');
    const contracts = Object.fromEntries(
      Array.from({ length: 1000 }, (_, i) => [
        `a/openapi/api${i}/v1.yaml`,
        `openapi: 3.0.0\ninfo:\n  description: API ${i}\npaths:\n${operations}`,
      ]),
    );
    const { result, turns } = await countTurns(() =>
      parse(sourceFiles({}, contracts)),
    );
    expect(result.parsed.contracts).toHaveLength(1000);
    expect(turns).toBeGreaterThan(5);
  });

  it('leaves the event loop free while it reads a long contract', async () => {
    const paths = Array.from({ length: 10_000 }, (_, i) => `  /path/${i}: {}`);
    const { result, turns } = await countTurns(() =>
      parse(
        sourceFiles(
          {},
          {
            'a/openapi/x/v1.yaml': [
              'openapi: 3.0.0',
              'info: { description: Long }',
              'paths:',
              ...paths,
            ].join('\n'),
          },
        ),
      ),
    );
    expect(result.findings).toEqual([]);
    expect(result.parsed.contracts).toMatchObject([{ description: 'Long' }]);
    expect(turns).toBeGreaterThan(100);
  });
});

describe('describeRecords', () => {
  it('counts the records of every kind', async () => {
    const { parsed } = await parse(
      sourceFiles({ squads: [{ id: 'red' }, { id: 'blue' }] }),
    );
    expect(describeRecords(parsed)).toBe(
      '2 squads, 0 domains, 0 bounded contexts, 0 contracts, 0 applications',
    );
  });
});
