import { parseRecords } from '../../__testUtils__/parseRecords';
import { contracts } from './contracts';
import { sourceFile, tooLargeFile } from '../../__testUtils__/sourceFiles';
import { transform } from '../../__testUtils__/transform';

const PATH = 'contracts/payments/openapi/cards/v2.yaml';
const API = 'api:default/payments-cards-v2';

function parse(path: string, content: unknown) {
  return parseRecords(contracts, [sourceFile(path, content)], 'contracts');
}

describe('contracts', () => {
  it('reads a contract and keeps its text as it is', async () => {
    const text = '# Ours\r\ninfo:\r\n  description: Cards\r\n';
    expect(await parse(PATH, text)).toEqual({
      records: [
        {
          location: { file: PATH, line: 1 },
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
    ['too many bytes', tooLargeFile(PATH), 'TOO_LARGE', undefined],
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
      unreadable: [{ file: PATH, entityRef: API }],
    });
  });

  it('warns of a file that is out of place', async () => {
    const path = 'contracts/payments/openapi/cards/latest.yaml';
    expect(await parse(path, 'a: 1')).toEqual({
      records: [],
      findings: [
        {
          severity: 'warning',
          phase: 'PARSE',
          code: 'SCHEMA',
          file: path,
          message: expect.stringContaining(path),
          hint: expect.stringContaining('contracts/<bounded-context>/'),
        },
      ],
      unreadable: [],
    });
  });

  it('says nothing about a file for people', async () => {
    const path = 'contracts/payments/README.md';
    expect(await parse(path, '# Payments')).toEqual({
      records: [],
      findings: [],
      unreadable: [],
    });
  });

  it('reports a path that gives no entity name', async () => {
    const path = 'contracts/payments/openapi/my cards/v1.yaml';
    expect(await parse(path, 'a: 1')).toEqual({
      records: [],
      findings: [
        expect.objectContaining({
          severity: 'error',
          code: 'SCHEMA',
          file: path,
          message: expect.stringContaining("'payments-my cards-v1'"),
        }),
      ],
      unreadable: [],
    });
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
      'info:\n  x-lifecycle: deprecated\n  description: |\n    Bills.\n\n    More.\n';
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
    ['billing/avro/Paid/v2.avsc', '{"doc": "Paid"}', 'avro', 'billing-Paid-v2'],
    ['billing/asyncapi/paid/v2.yml', 'info: {}', 'asyncapi', 'billing-paid-v2'],
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
        contracts: { [BILLS]: 'a: 1', 'billing/openapi/bills/v2.yaml': 'a: 1' },
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
        line: 1,
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
      { contracts: { [BILLS]: 'a: 1' } },
    );
    expect(entity(REF)?.spec?.owner).toBe('group:default/red');
    expect(entity(REF)?.spec).not.toHaveProperty('system');
    expect(findings.map(({ code }) => code)).toEqual(['UNKNOWN_REFERENCE']);
  });

  it.each([
    ['file', '[{'],
    ['record', [{ id: 'billing', ownerSquadId: 5 }]],
    ['id', [{ id: 'not valid' }]],
  ])(
    'stays as it was if the %s of its bounded context cannot be read',
    async (_, records) => {
      const { refs, unreadable, findings } = await transform(
        { squads, boundedContexts: records },
        { contracts: { [BILLS]: 'a: 1' } },
      );
      expect(refs).not.toContain(REF);
      expect(unreadable).toContainEqual({ file: FILE, entityRef: REF });
      expect(findings.map(({ severity }) => severity)).toEqual([
        'error',
        'warning',
      ]);
      expect(findings[1]).toMatchObject({ file: FILE, entity: REF });
    },
  );

  it.each([
    ['extension', 'billing/openapi/bills/v1.yml', BILLS],
    ['type', 'billing/asyncapi/bills/v1.yaml', BILLS],
    ['case', 'Billing/openapi/Bills/v1.yaml', BILLS],
  ])('comes from the first of two that differ in %s', async (_, ...paths) => {
    const [first, second] = paths.sort();
    const { sourced, findings } = await transform(
      { squads, boundedContexts },
      { contracts: { [first]: 'a: 1', [second]: 'b: 2' } },
    );
    expect(sourced.find(({ entityRef }) => entityRef === REF)?.sourceFile).toBe(
      `contracts/${first}`,
    );
    expect(findings).toEqual([
      expect.objectContaining({
        severity: 'error',
        code: 'DUPLICATE',
        entity: REF,
        file: `contracts/${second}`,
        message: expect.stringContaining(`contracts/${first}`),
      }),
    ]);
  });
});
