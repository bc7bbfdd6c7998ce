import { findBreakingChanges } from './breakingChanges';

function openApi(paths: string, rest = ''): string {
  return `openapi: 3.0.3\ninfo: { title: Orders, version: 1.0.0 }\npaths:\n${paths}${rest}`;
}

const ORDERS = `  /orders/{id}:
    get: { parameters: [{ name: id, in: path, required: true }] }
    post: {}
`;

describe('findBreakingChanges', () => {
  it('finds nothing where the definition was left out', () => {
    const leftOut = 'The definition is left out: v1.yaml is too large';
    for (const type of ['openapi', 'asyncapi', 'avro']) {
      expect(findBreakingChanges(type, openApi(ORDERS), leftOut)).toEqual([]);
    }
  });

  it('reads Avro schemas with comments', () => {
    const schema = (type: string) =>
      `// A number\n{ "type": "record", "name": "A", "fields": [{ "name": "n", "type": "${type}" }] }`;
    expect(
      findBreakingChanges('avro', schema('int'), schema('string')),
    ).not.toEqual([]);
  });

  describe('of OpenAPI', () => {
    it.each([
      [
        'an operation that is gone',
        ORDERS.replace('    post: {}\n', ''),
        ['POST /orders/{id} is gone'],
      ],
      [
        'a path that is gone',
        '  /other: {}\n',
        ['GET /orders/{id} is gone', 'POST /orders/{id} is gone'],
      ],
      [
        'a parameter that is new and required',
        ORDERS.replace(
          'post: {}',
          'post: { parameters: [{ name: since, in: query, required: true }] }',
        ),
        ["POST /orders/{id} requires the query parameter 'since'"],
      ],
      [
        'a parameter of the path that is new and required',
        ORDERS.replace(
          '    get:',
          '    parameters: [{ name: X-Tenant, in: header, required: true }]\n    get:',
        ),
        [
          "GET /orders/{id} requires the header parameter 'X-Tenant'",
          "POST /orders/{id} requires the header parameter 'X-Tenant'",
        ],
      ],
      [
        'a request body that has become required',
        ORDERS.replace('post: {}', 'post: { requestBody: { required: true } }'),
        ['POST /orders/{id} requires a request body'],
      ],
    ])('finds %s', (_, after, breaks) => {
      expect(
        findBreakingChanges('openapi', openApi(ORDERS), openApi(after)),
      ).toEqual(breaks);
    });

    it('follows references within the document', () => {
      const after = openApi(
        ORDERS.replace(
          'post: {}',
          "post: { parameters: [{ $ref: '#/components/parameters/Since' }] }",
        ),
        `components: { parameters: { Since: { name: since, in: query, required: true } } }`,
      );
      expect(findBreakingChanges('openapi', openApi(ORDERS), after)).toEqual([
        "POST /orders/{id} requires the query parameter 'since'",
      ]);
    });

    it.each([
      ['another name of a path parameter', ORDERS.replaceAll('id', 'orderId')],
      ['a new operation', `${ORDERS}    delete: {}\n`],
      [
        'an optional parameter',
        ORDERS.replace(
          'post: {}',
          'post: { parameters: [{ name: since, in: query }] }',
        ),
      ],
      ['a description', ORDERS.replace('post: {}', 'post: { summary: New }')],
      ['a path in another document', '  /orders/{id}: { $ref: orders.yaml }\n'],
      [
        'a header that OpenAPI ignores',
        ORDERS.replace(
          'post: {}',
          'post: { parameters: [{ name: authorization, in: header, required: true }] }',
        ),
      ],
    ])('takes %s for harmless', (_, after) => {
      expect(
        findBreakingChanges('openapi', openApi(ORDERS), openApi(after)),
      ).toEqual([]);
    });

    it('takes the path of the server for part of a path', () => {
      const under = (url: string, path: string) =>
        `openapi: 3.1.0\nservers: [{ url: '${url}' }]\npaths: { ${path}: { get: {} } }`;
      const before = under('https://a.example.com', '/v1/orders');
      for (const after of [
        under('https://b.example.com/v1/', '/orders'),
        under('/other', '/v1/orders'),
        'swagger: "2.0"\nbasePath: /v1\npaths: { /orders: { get: {} } }',
      ]) {
        expect(findBreakingChanges('openapi', before, after)).toEqual([]);
      }
      expect(
        findBreakingChanges('openapi', before, under('/v2', '/orders')),
      ).toEqual(['GET /v1/orders is gone']);
    });

    it('compares headers in any case', () => {
      const withHeader = (name: string) =>
        openApi(
          `  /o:\n    get: { parameters: [{ name: ${name}, in: header, required: true }] }\n`,
        );
      expect(
        findBreakingChanges(
          'openapi',
          withHeader('X-Tenant'),
          withHeader('x-tenant'),
        ),
      ).toEqual([]);
    });

    it('finds methods of OpenAPI 3.2 that are gone', () => {
      const paths = '  /o: { query: {}, additionalOperations: { COPY: {} } }\n';
      expect(
        findBreakingChanges('openapi', openApi(paths), openApi('  /o: {}\n')),
      ).toEqual(['QUERY /o is gone', 'COPY /o is gone']);
    });

    it('concludes nothing from requests that are in another document', () => {
      const elsewhere = openApi(
        '  /o: { get: { parameters: [{ $ref: p.yaml }] }, put: { requestBody: { $ref: b.yaml } } }\n',
      );
      const here = openApi(
        '  /o: { get: { parameters: [{ name: p, in: query, required: true }] }, put: { requestBody: { required: true } } }\n',
      );
      expect(findBreakingChanges('openapi', elsewhere, here)).toEqual([]);
    });

    it('takes a form of Swagger 2 for a request body', () => {
      const before =
        'swagger: "2.0"\npaths: { /o: { post: { parameters: [{ name: f, in: formData, required: true }] } } }';
      const after = openApi(
        '  /o: { post: { requestBody: { required: true } } }\n',
      );
      expect(findBreakingChanges('openapi', before, after)).toEqual([]);
    });

    it('reads JSON as well, and Swagger 2', () => {
      const swagger = (parameters: object[]) =>
        JSON.stringify({
          swagger: '2.0',
          paths: { '/orders': { post: { parameters } } },
        });
      expect(
        findBreakingChanges(
          'openapi',
          swagger([]),
          swagger([{ in: 'body', name: 'order', required: true }]),
        ),
      ).toEqual(['POST /orders requires a request body']);
    });
  });

  describe('of Avro', () => {
    const schema = (...fields: object[]) =>
      JSON.stringify({ type: 'record', name: 'OrderPlaced', fields });
    const id = { name: 'id', type: 'string' };
    const amount = { name: 'amount', type: 'int' };
    const money = {
      type: 'record',
      name: 'Money',
      fields: [
        { name: 'unit', type: { type: 'enum', name: 'Unit', symbols: ['A'] } },
      ],
    };
    const elsewhere = { name: 'sum', type: 'com.acme.Money' };

    it.each([
      ['a field', [id, amount, elsewhere], [id, elsewhere]],
      ['a field with a type of another file', [id, elsewhere], [id]],
      [
        'the type of another file',
        [id, elsewhere],
        [id, { ...elsewhere, type: 'string' }],
      ],
      [
        'one of several fields',
        [id, { name: 'sums', type: { type: 'array', items: 'Money' } }, amount],
        [id, { name: 'sums', type: { type: 'array', items: 'Money' } }],
      ],
    ])(
      'finds that %s is gone, beside types of other files',
      (_, before, after) => {
        expect(
          findBreakingChanges('avro', schema(...before), schema(...after)),
        ).toHaveLength(1);
      },
    );

    it.each([
      ['a field that is gone', [id]],
      ['a field that has another name', [id, { ...amount, name: 'sum' }]],
      ['a field that has another type', [id, { ...amount, type: 'string' }]],
      [
        'a field that is gone, beside one whose default is not of its type',
        [{ ...id, type: ['string', 'null'], default: null }],
      ],
    ])('finds %s', (_, fields) => {
      expect(
        findBreakingChanges('avro', schema(id, amount), schema(...fields)),
      ).toEqual([
        expect.stringContaining(
          'data written with it cannot be read with the schema before',
        ),
      ]);
    });

    it.each([
      [
        'a new field',
        schema(id, amount),
        schema(id, amount, { name: 'note', type: 'string' }),
      ],
      [
        'a field with a default that is gone',
        schema(id, { ...amount, default: 0 }),
        schema(id),
      ],
      ['documentation', schema(id), schema({ ...id, doc: 'The id' })],
      [
        'a field that is gone, whose default is not of its type',
        schema(id, { ...amount, default: 'none' }),
        schema(id),
      ],
      ['a schema that is not valid', schema(id), '{"type": "nothing"}'],
      [
        'a type of another file that has become another',
        schema(id, { name: 'sum', type: 'com.acme.Money' }),
        schema(id, { name: 'sum', type: 'com.acme.Amount' }),
      ],
      [
        'a type of another file that is now defined here',
        schema(id, { name: 'sum', type: ['null', 'Money'], default: null }),
        schema(id, { name: 'sum', type: money }),
      ],
      [
        'a type that is now in another file, as is one in it',
        schema(id, { name: 'sum', type: money }, { name: 'in', type: 'Unit' }),
        schema(
          id,
          { name: 'sum', type: 'Money' },
          { name: 'in', type: 'Unit' },
        ),
      ],
      [
        'a type with the name of one of another file before',
        schema(id, { name: 'sum', type: { ...money, aliases: ['Amount'] } }),
        schema(id, { name: 'sum', type: 'Amount' }),
      ],
    ])('takes %s for harmless', (_, before, after) => {
      expect(findBreakingChanges('avro', before, after)).toEqual([]);
    });
  });

  it('finds channels of AsyncAPI that are gone, by their addresses', () => {
    expect(
      findBreakingChanges(
        'asyncapi',
        'asyncapi: 2.6.0\nchannels: { orders: {}, refunds: {} }',
        'asyncapi: 3.0.0\nchannels: { placed: { address: orders } }',
      ),
    ).toEqual(['channel refunds is gone']);
  });

  it('finds channels that are gone beside those whose address was never known', () => {
    const reply = 'reply: { address: null }';
    expect(
      findBreakingChanges(
        'asyncapi',
        `asyncapi: 3.0.0\nchannels: { ${reply}, a: { address: a }, b: { address: b } }`,
        `asyncapi: 3.0.0\nchannels: { ${reply}, b: { address: null } }`,
      ),
    ).toEqual(['channel a is gone']);
  });

  it.each([
    [
      'that are defined elsewhere in the document',
      'channels: { a: { $ref: "#/components/channels/a" } }\ncomponents: { channels: { a: { address: orders } } }',
    ],
    ['that are in another document', 'channels: { a: { $ref: a.yaml } }'],
    ['whose address is not known', 'channels: { a: { address: null } }'],
  ])('takes no channel for gone beside those %s', (_, channels) => {
    expect(
      findBreakingChanges(
        'asyncapi',
        'asyncapi: 3.0.0\nchannels: { placed: { address: orders } }',
        `asyncapi: 3.0.0\n${channels}`,
      ),
    ).toEqual([]);
  });

  it('does not care how the parameters of an address are named', () => {
    const document = (address: string) =>
      `asyncapi: 2.6.0\nchannels: { 'orders/{${address}}': {} }`;
    expect(
      findBreakingChanges('asyncapi', document('id'), document('orderId')),
    ).toEqual([]);
  });

  it.each(['[', '{"a": ', 'null', '', '- a'])(
    'finds nothing in documents that it cannot read (%j)',
    text => {
      expect(findBreakingChanges('openapi', text, text)).toEqual([]);
      expect(findBreakingChanges('grpc', text, text)).toEqual([]);
    },
  );
});
