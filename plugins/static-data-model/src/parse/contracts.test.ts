import { ContractDocumentCache } from './ContractDocumentCache';
import { parseContract } from './contracts';
import { sourceFile, tooLargeFile } from './__testUtils__/sourceFiles';

const PATH = 'contracts/payments/openapi/cards/v2.yaml';
const API = 'api:default/payments-cards-v2';

function parse(path: string, content: unknown) {
  return parseContract(
    sourceFile(path, content),
    'contracts',
    new ContractDocumentCache(),
  );
}

describe('parseContract', () => {
  it('reads a contract and keeps its text as it is', () => {
    const text = '# Ours\r\ninfo:\r\n  description: Cards\r\n';
    expect(parse(PATH, text)).toEqual({
      record: {
        location: { file: PATH, line: 1 },
        boundedContextId: 'payments',
        api: 'cards',
        version: 2,
        type: 'openapi',
        description: 'Cards',
        definition: text,
      },
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
  ])('retains the API of a contract with %s', (_, file, code, line) => {
    const cache = new ContractDocumentCache();
    expect(parseContract(file, 'contracts', cache)).toEqual({
      finding: {
        severity: 'error',
        phase: 'PARSE',
        code,
        file: PATH,
        line,
        entity: API,
        message: expect.stringContaining(PATH),
        hint: expect.any(String),
      },
      unreadable: { file: PATH, entityRef: API },
    });
  });

  it('warns of a file that is out of place', () => {
    const path = 'contracts/payments/openapi/cards/latest.yaml';
    expect(parse(path, 'a: 1')).toEqual({
      finding: {
        severity: 'warning',
        phase: 'PARSE',
        code: 'SCHEMA',
        file: path,
        message: expect.stringContaining(path),
        hint: expect.stringContaining('contracts/<bounded-context>/'),
      },
    });
  });

  it('says nothing of a file for people', () => {
    expect(parse('contracts/payments/README.md', '# Payments')).toEqual({});
  });

  it('reports a path that gives no entity name', () => {
    const path = 'contracts/payments/openapi/my cards/v1.yaml';
    expect(parse(path, 'a: 1')).toEqual({
      finding: expect.objectContaining({
        severity: 'error',
        code: 'SCHEMA',
        file: path,
        message: expect.stringContaining("'payments-my cards-v1'"),
      }),
    });
  });

  it('accepts another folder of contracts', () => {
    const file = sourceFile('apis/v1/pay/avro/Paid/v1.avsc', '"string"');
    const cache = new ContractDocumentCache();
    expect(parseContract(file, 'apis/v1', cache).record).toMatchObject({
      boundedContextId: 'pay',
      api: 'Paid',
      type: 'avro',
    });
  });
});
