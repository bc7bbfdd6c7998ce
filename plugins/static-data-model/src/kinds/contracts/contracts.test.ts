import { parseRecords } from '../../__testUtils__/parseRecords';
import { contracts } from './contracts';
import { sourceFile, tooLargeFile } from '../../__testUtils__/sourceFiles';
import { toUnfollowedLink } from '../../files/readText';
import { transform } from '../../__testUtils__/transform';

// Long contracts are read in a thread, which a busy machine takes many seconds to start.
jest.setTimeout(60_000);

const PATH = 'contracts/payments/openapi/cards/v2.yaml';
const API = 'api:default/payments-cards-v2';

function parse(path: string, content: unknown) {
  return parseRecords(contracts, [sourceFile(path, content)], 'contracts');
}

describe('contracts', () => {
  it('reads a contract and keeps its text as it is', async () => {
    const text =
      '# Ours\r\nopenapi: 3.1.0\r\ninfo:\r\n  description: Cards\r\n';
    expect(await parse(PATH, text)).toEqual({
      records: [
        {
          location: { file: PATH },
          boundedContextId: 'payments',
          api: 'cards',
          version: 2,
          type: 'openapi',
          description: 'Cards',
          definition: text,
        },
      ],
      findings: [],
      unreadable: [],
    });
  });

  it.each([
    ['a syntax error', sourceFile(PATH, 'a: 1\nb: [\n'), 'SYNTAX', 3],
    [
      'other bytes than UTF-8',
      sourceFile(PATH, Buffer.from([0x61, 0x0a, 0xff])),
      'SYNTAX',
      2,
    ],
    ['no object', sourceFile(PATH, 'hello'), 'SCHEMA', 1],
    ['no content', sourceFile(PATH, ''), 'SYNTAX', 1],
    [
      'its content in Git LFS',
      sourceFile(PATH, 'version https://git-lfs.github.com/spec/v1\noid a'),
      'NOT_FOUND',
      1,
    ],
    ['a link in its place', toUnfollowedLink(PATH), 'NOT_FOUND', undefined],
    ['NUL in it', sourceFile(PATH, 'openapi: 3.0.0\n# \0'), 'SYNTAX', 2],
  ])('retains the API of a contract with %s', async (_, file, code, line) => {
    expect(await parseRecords(contracts, [file], 'contracts')).toEqual({
      records: [],
      findings: [
        {
          severity: 'error',
          phase: 'PARSE',
          code,
          file: PATH,
          line,
          entity: API,
          message: expect.stringContaining(PATH),
          hint: expect.any(String),
        },
      ],
      unreadable: [
        { file: PATH, entityRef: API, reason: expect.stringContaining(PATH) },
      ],
    });
  });

  it('keeps the API of a contract over the limit, without its definition', async () => {
    const { records, findings, unreadable } = await parseRecords(
      contracts,
      [tooLargeFile(PATH)],
      'contracts',
    );
    expect(records).toMatchObject([
      {
        api: 'cards',
        definition: expect.stringContaining('The definition is left out'),
      },
    ]);
    expect(findings).toEqual([
      expect.objectContaining({
        severity: 'error',
        code: 'TOO_LARGE',
        entity: API,
        message: `${PATH} has 6291456 bytes, more than 'staticData.limits.maxFileMegabytes' allows; ${API} has no definition`,
      }),
    ]);
    expect(unreadable).toEqual([]);
  });

  it('warns once for a folder of contracts that are out of place', async () => {
    const files = ['a/latest.yaml', 'b/openapi.yml', 'c/v1/main.json', 'd.yaml']
      .map(path => `contracts/payments/openapi/${path}`)
      .map(path =>
        sourceFile(
          path,
          path.endsWith('json')
            ? '{\n  "openapi": "3.0.0"\n}'
            : 'openapi: 3.0.0',
        ),
      );
    const { records, findings, unreadable } = await parseRecords(
      contracts,
      files,
      'contracts',
    );
    expect(records).toEqual([]);
    expect(unreadable).toEqual([]);
    expect(findings).toEqual([
      {
        severity: 'warning',
        phase: 'PARSE',
        code: 'SCHEMA',
        file: 'contracts/payments',
        message: `Ignored in contracts/payments: ${files
          .slice(0, 3)
          .map(({ path }) => path)
          .join(', ')} and 1 more; they are not where a contract is expected`,
        hint: expect.stringContaining('contracts/<bounded-context>/'),
      },
    ]);
  });

  describe('keeps the API of a contract that is gone', () => {
    const OPENAPI = 'openapi: 3.0.0';
    const AVRO = '{ "type": "record", "name": "Paid", "fields": [] }';
    const orders = {
      entityRef: 'api:default/payments-orders-v1',
      sourceFile: 'contracts/payments/openapi/orders/v1.yaml',
    };
    const paid = {
      entityRef: 'api:default/payments-paid-v2',
      sourceFile: 'contracts/payments/avro/Paid-v2.avsc',
    };
    const refunds = {
      entityRef: 'api:default/payments-refunds-v1',
      sourceFile: 'contracts/payments/openapi/refunds/v1.yaml',
    };

    async function findKept(path: string, ...others: string[]) {
      const { unreadable } = await parseRecords(
        contracts,
        [path, ...others].map(each =>
          sourceFile(each, each.endsWith('avsc') ? AVRO : OPENAPI),
        ),
        'contracts',
        [{ id: 'payments' }],
        [orders, paid, refunds],
      );
      return unreadable.flatMap(({ file, entityRef, reason }) =>
        entityRef ? [{ file, entityRef, reason }] : [],
      );
    }

    it.each([
      ['contracts/my payments!/openapi/orders/v1.yaml', orders],
      ['contracts/my payments!/avro/Paid-v2.avsc', paid],
      ['contracts/shop/payments/openapi/orders/v1.yaml', orders],
      ['contracts/payments/open-api/orders/v1.yaml', orders],
      ['contracts/payments/openapi/Orders.yaml', orders],
      ['contracts/payments/openapi/orders/version-1.yaml', orders],
      ['contracts/payments/schemas/Paid-v2.avsc', paid],
    ])('while %s may be it', async (path, { entityRef }) => {
      expect(await findKept(path)).toEqual([
        {
          file: path,
          entityRef,
          reason: expect.stringContaining('contracts/'),
        },
      ]);
    });

    it.each([
      ['one that has another name', 'contracts/payments/openapi/cards.yaml'],
      ['one of another context', 'contracts/shop/openapi/orders/v1.yaml'],
      ['an example', 'contracts/payments/examples/orders/v1.yaml'],
    ])('but not for %s', async (_, path) => {
      expect(await findKept(path)).toEqual([]);
    });

    it('but not one that is still there', async () => {
      const path = 'contracts/payments/drafts/orders.yaml';
      expect(await findKept(path, orders.sourceFile)).toEqual([]);
    });
  });

  it('takes linear time to see that a large file is no contract', async () => {
    const started = performance.now();
    await parse('contracts/pay/openapi/x.json', '\n'.repeat(5_000_000));
    await parse('contracts/pay/openapi/y.yaml', '$ref: \n'.repeat(500_000));
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  it('says nothing about what belongs to the contracts, or to other tools', async () => {
    const files = {
      'README.md': '# Payments',
      'topics.yaml': 'topics: [payments]',
      'payments.proto': 'message Payment {}',
      '.spectral.yaml': 'extends: spectral:oas',
      'openapi/cards/v2.yaml':
        "openapi: 3.0.0\npaths:\n  /a: {$ref: './parts/a%20b.yaml#/get'}\n  /b:\n    $ref: ../shared/openapi.yaml#/paths/b",
      'openapi/cards/parts/a b.yaml': 'get: {}',
      'openapi/shared/openapi.yaml': 'openapi: 3.0.0',
      'openapi/cards/examples/openapi.yaml': 'openapi: 3.0.0',
      'openapi/cards/parts/mentions.yaml': 'info:\n  openapi: 3.0.0',
    };
    const { records, findings } = await parseRecords(
      contracts,
      Object.entries(files).map(([path, text]) =>
        sourceFile(`contracts/payments/${path}`, text),
      ),
      'contracts',
    );
    expect(findings).toEqual([]);
    expect(records).toHaveLength(1);
  });

  it.each([
    ['avro/Paid.avsc', 1],
    ['avro/Paid-v3.avsc', 3],
    ['avro/Paid/v03.avsc', 3],
  ])('reads a flat schema, %s', async (path, version) => {
    const text = '// Who paid\n{"type": "string" /* for now */}';
    const { records, findings } = await parse(
      `contracts/payments/${path}`,
      text,
    );
    expect(findings).toEqual([]);
    expect(records).toMatchObject([
      { api: 'Paid', type: 'avro', version, definition: text },
    ]);
  });

  it('takes a folder that has the name of a bounded context for the one of its id', async () => {
    const { records, findings } = await parseRecords(
      contracts,
      [sourceFile('contracts/Payment Core/avro/Paid.avsc', '"string"')],
      'contracts',
      [{ id: 'ctx-17', name: 'Payment core' }],
    );
    expect(findings).toEqual([]);
    expect(records).toMatchObject([{ boundedContextId: 'ctx-17' }]);
  });

  it('takes the id before a name', async () => {
    const { records } = await parseRecords(
      contracts,
      [sourceFile('contracts/Pay/avro/Paid.avsc', '"string"')],
      'contracts',
      [{ id: 'pay' }, { id: 'b', name: 'Pay' }],
    );
    expect(records).toMatchObject([{ boundedContextId: 'Pay' }]);
  });

  it('keeps what there was in a folder with the name of several bounded contexts', async () => {
    const path = 'contracts/Pay/avro/Paid.avsc';
    const { records, findings, unreadable } = await parseRecords(
      contracts,
      [sourceFile(path, '"string"')],
      'contracts',
      [
        { id: 'a', name: 'pay' },
        { id: 'b', name: 'Pay' },
      ],
    );
    expect(records).toEqual([]);
    expect(findings).toEqual([
      expect.objectContaining({
        severity: 'error',
        file: 'contracts/Pay',
        message: expect.stringContaining('several bounded contexts have'),
      }),
    ]);
    expect(unreadable).toMatchObject([{ file: path }]);
  });

  it('keeps what there was in a folder whose name cannot be that of an entity', async () => {
    const files = ['A', 'B'].map(name =>
      sourceFile(`contracts/Payment Core/avro/${name}.avsc`, '"string"'),
    );
    const { findings, unreadable } = await parseRecords(
      contracts,
      files,
      'contracts',
    );
    expect(findings).toEqual([
      expect.objectContaining({
        severity: 'error',
        code: 'SCHEMA',
        file: 'contracts/Payment Core',
      }),
    ]);
    expect(unreadable.map(({ file }) => file)).toEqual(
      files.map(({ path }) => path),
    );
  });

  it('reports a path that gives no entity name', async () => {
    const path = 'contracts/payments/openapi/my cards/v1.yaml';
    const { records, findings } = await parse(path, 'openapi: 3.0.0');
    expect(records).toEqual([]);
    expect(findings).toEqual([
      expect.objectContaining({
        severity: 'error',
        code: 'SCHEMA',
        file: path,
        message: expect.stringContaining("'payments-my cards-v1'"),
      }),
    ]);
  });

  it('accepts another folder of contracts', async () => {
    const file = sourceFile('apis/v1/pay/avro/Paid/v1.avsc', '"string"');
    const { records } = await parseRecords(contracts, [file], 'apis/v1');
    expect(records).toMatchObject([
      { boundedContextId: 'pay', api: 'Paid', type: 'avro' },
    ]);
  });
});

const squads = [{ id: 'red' }];
const boundedContexts = [{ id: 'Billing', ownerSquadId: 'red' }];
const REF = 'api:default/billing-bills-v1';
const BILLS = 'billing/openapi/bills/v1.yaml';
const FILE = `contracts/${BILLS}`;

describe('the API of a contract', () => {
  it('has every field of the contract', async () => {
    const text =
      'openapi: 3.1.0\ninfo:\n  x-lifecycle: deprecated\n  description: |\n    Bills.\n\n    More.\n';
    const { entity, findings } = await transform(
      { squads, boundedContexts },
      { contracts: { [BILLS]: text } },
    );
    const location = `url:https://github.com/acme/data/tree/main/${FILE}`;
    expect(findings).toEqual([]);
    expect(entity(REF)).toEqual({
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'API',
      metadata: {
        namespace: 'default',
        name: 'billing-bills-v1',
        title: 'bills (v1)',
        description: 'Bills.',
        annotations: {
          'backstage.io/managed-by-location': location,
          'backstage.io/managed-by-origin-location': location,
          'static-data/source-file': FILE,
        },
      },
      spec: {
        type: 'openapi',
        lifecycle: 'deprecated',
        owner: 'group:default/red',
        system: 'system:default/billing',
        definition: text,
      },
    });
  });

  it.each([
    [
      'billing/avro/Paid/v2.avsc',
      '{"type": "string", "doc": "Paid"}',
      'avro',
      'billing-Paid-v2',
    ],
    [
      'billing/asyncapi/paid/v2.yml',
      'asyncapi: 2.6.0',
      'asyncapi',
      'billing-paid-v2',
    ],
  ])('has the type of %s', async (path, text, type, name) => {
    const { entity } = await transform(
      { squads, boundedContexts },
      { contracts: { [path]: text } },
    );
    expect(entity('api:default/billing-paid-v2')).toMatchObject({
      metadata: { name },
      spec: { type, lifecycle: 'production', definition: text },
    });
  });

  it('has an unknown owner in a folder without bounded context', async () => {
    const { entity, findings } = await transform(
      { squads },
      {
        contracts: {
          [BILLS]: 'openapi: 3.0.0',
          'billing/openapi/bills/v2.yaml': 'openapi: 3.0.0',
        },
      },
    );
    expect(entity(REF)?.spec).toMatchObject({
      owner: 'unknown',
      system: 'system:default/billing',
    });
    // One for the folder, not one for each of its contracts.
    expect(findings).toEqual(
      ['UNKNOWN_REFERENCE', 'MISSING_OWNER'].map(code => ({
        severity: 'warning',
        phase: 'TRANSFORM',
        code,
        file: FILE,
        entity: REF,
        message: expect.stringContaining("folder 'billing'"),
        hint: expect.any(String),
      })),
    );
  });

  it('is part of no system if its folder is that of a domain', async () => {
    const { entity, findings } = await transform(
      {
        squads,
        boundedContexts: [
          { id: 'billing', type: 'domain', ownerSquadId: 'red' },
        ],
      },
      { contracts: { [BILLS]: 'openapi: 3.0.0' } },
    );
    expect(entity(REF)?.spec?.owner).toBe('group:default/red');
    expect(entity(REF)?.spec).not.toHaveProperty('system');
    expect(findings.map(({ code }) => code)).toEqual(['UNKNOWN_REFERENCE']);
  });

  it.each([
    ['file', '[{'],
    ['record', [{ id: 'billing', type: [] }]],
    ['id', [{ id: 'not valid' }]],
  ])(
    'stays as it was if the %s of its bounded context cannot be read',
    async (_, records) => {
      const { refs, unreadable, findings } = await transform(
        { squads, boundedContexts: records },
        { contracts: { [BILLS]: 'openapi: 3.0.0' } },
      );
      expect(refs).not.toContain(REF);
      expect(unreadable).toContainEqual(
        expect.objectContaining({ file: FILE, entityRef: REF }),
      );
      expect(findings.map(({ severity }) => severity)).toEqual([
        'error',
        'warning',
      ]);
      expect(findings[1]).toMatchObject({ file: FILE, entity: REF });
    },
  );

  it('belongs to the bounded context whose name its folder has', async () => {
    const { entity, findings } = await transform(
      {
        squads,
        boundedContexts: [
          { id: 'ctx-17', name: 'Billing', ownerSquadId: 'red' },
        ],
        applications: [
          { id: 'shop', name: 'Shop', supportedBySquadsIds: ['red'] },
        ],
      },
      {
        contracts: { [BILLS]: 'openapi: 3.0.0' },
        buildFiles: {
          shop: {
            provides: [
              {
                reference: 'billing:bills:1.2.3',
                file: 'build.gradle',
                line: 1,
              },
            ],
            consumes: [],
          },
        },
      },
    );
    expect(findings).toEqual([]);
    expect(entity('api:default/ctx-17-bills-v1')?.spec).toMatchObject({
      owner: 'group:default/red',
      system: 'system:default/ctx-17',
    });
    expect(entity('component:default/shop')?.spec).toMatchObject({
      providesApis: ['api:default/ctx-17-bills-v1'],
    });
  });

  it.each([
    ['cannot be read', [{ id: 'ctx-17', name: 'Billing', type: [] }]],
    [
      'has no name that can be read',
      [{ id: 'ctx-17', name: { en: 'Billing' } }],
    ],
    [
      'is declared twice',
      [
        { id: 'ctx-17', name: 'Other', ownerSquadId: 'red' },
        { id: 'ctx-17', name: 'Billing', ownerSquadId: 'red' },
      ],
    ],
  ])(
    'stays as it was while the bounded context whose name its folder has %s',
    async (_, records) => {
      const { refs, unreadable } = await transform(
        { squads, boundedContexts: records },
        { contracts: { [BILLS]: 'openapi: 3.0.0' } },
      );
      expect(refs.filter(ref => ref.startsWith('api:'))).toEqual([]);
      expect(unreadable).toContainEqual({
        file: FILE,
        reason: expect.any(String),
      });
    },
  );

  it.each([
    [
      'extension',
      "Both are version 1 of 'bills'. Remove one",
      'billing/openapi/bills/v1.yml',
      BILLS,
    ],
    [
      'type',
      'whether it is asyncapi or openapi',
      'billing/asyncapi/bills/v1.yaml',
      BILLS,
    ],
    ['case', 'Remove one', 'Billing/openapi/Bills/v1.yaml', BILLS],
  ])(
    'comes from the first of two that differ in %s',
    async (_, hint, ...paths) => {
      const [first, second] = paths.sort();
      const { sourced, findings } = await transform(
        { squads, boundedContexts },
        {
          contracts: {
            [first]: 'asyncapi: 3.0.0\nopenapi: 3.0.0',
            [second]: 'asyncapi: 3.0.0\nopenapi: 3.0.0',
          },
        },
      );
      expect(
        sourced.find(({ entityRef }) => entityRef === REF)?.sourceFile,
      ).toBe(`contracts/${first}`);
      expect(findings).toEqual([
        expect.objectContaining({
          severity: 'error',
          code: 'DUPLICATE',
          entity: REF,
          file: `contracts/${second}`,
          message: expect.stringContaining(`contracts/${first}`),
          hint: expect.stringContaining(hint),
        }),
      ]);
    },
  );
});
