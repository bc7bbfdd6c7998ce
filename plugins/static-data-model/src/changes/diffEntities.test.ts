import { diffEntities } from './diffEntities';
import { withSpec } from './__testUtils__/entities';
import { numberedLines } from './__testUtils__/texts';

describe('diffEntities', () => {
  it('finds nothing between equal entities, whatever the order of their keys', () => {
    expect(
      diffEntities(
        withSpec({ a: 1, b: { c: [{ d: 2, e: 3 }], f: -0 } }),
        withSpec({ b: { f: 0, c: [{ e: 3, d: 2 }] }, a: 1 }),
      ),
    ).toEqual({ fields: [], fieldCount: 0 });
  });

  it('tells fields that changed, came and went, in the order of their paths', () => {
    expect(
      diffEntities(
        withSpec({ type: 'service', system: 'shop', replicas: null }),
        withSpec({ type: 'library', owner: 'team', replicas: 0 }),
      ),
    ).toEqual({
      fields: [
        { path: '/spec/owner', after: 'team' },
        { path: '/spec/replicas', before: null, after: 0 },
        { path: '/spec/system', before: 'shop' },
        { path: '/spec/type', before: 'service', after: 'library' },
      ],
      fieldCount: 4,
    });
  });

  it('tells every leaf of an object that appeared or went', () => {
    expect(
      diffEntities(
        withSpec({ old: { a: 1, b: { c: 2 } }, other: 'text' }),
        withSpec({ new: { a: 1, b: { c: 2 } }, other: { text: 'text' } }),
      ).fields,
    ).toEqual([
      { path: '/spec/new/a', after: 1 },
      { path: '/spec/new/b/c', after: 2 },
      { path: '/spec/old/a', before: 1 },
      { path: '/spec/old/b/c', before: 2 },
      { path: '/spec/other', before: 'text' },
      { path: '/spec/other/text', after: 'text' },
    ]);
  });

  it('takes an object without keys for a field', () => {
    expect(
      diffEntities(withSpec({ a: {} }), withSpec({ a: { b: 1 }, c: {} }))
        .fields,
    ).toEqual([
      { path: '/spec/a', before: {} },
      { path: '/spec/a/b', after: 1 },
      { path: '/spec/c', after: {} },
    ]);
  });

  it('takes a list for one field', () => {
    expect(
      diffEntities(withSpec({ a: ['b', 'c'] }), withSpec({ a: ['c'] })).fields,
    ).toEqual([{ path: '/spec/a', before: ['b', 'c'], after: ['c'] }]);
  });

  it('compares lists of objects whose keys are names of methods', () => {
    const list = () => [{ constructor: { valueOf: 1 }, toString: 'a' }];
    expect(
      diffEntities(
        withSpec({ a: list(), z: 1 }),
        withSpec({ z: 1, a: [...list()].map(item => ({ ...item })) }),
      ).fieldCount,
    ).toBe(0);
    expect(
      diffEntities(withSpec({ a: list() }), withSpec({ a: [{}] })).fieldCount,
    ).toBe(1);
  });

  it('escapes keys in paths', () => {
    const { fields } = diffEntities(
      withSpec({}),
      withSpec({ 'a/b': 1, 'a~b': 2, 'a~1b': 3, '': 4 }),
    );
    expect(fields).toEqual([
      { path: '/spec', before: {} },
      { path: '/spec/', after: 4 },
      { path: '/spec/a~01b', after: 3 },
      { path: '/spec/a~0b', after: 2 },
      { path: '/spec/a~1b', after: 1 },
    ]);
  });

  it('takes keys of prototypes for what they are', () => {
    const spec = JSON.parse('{"__proto__": {"a": 1}, "constructor": "b"}');
    expect(diffEntities(withSpec({ c: 1 }), withSpec(spec)).fields).toEqual([
      { path: '/spec/__proto__/a', after: 1 },
      { path: '/spec/c', before: 1 },
      { path: '/spec/constructor', after: 'b' },
    ]);
    expect(diffEntities(withSpec(spec), withSpec(spec)).fieldCount).toBe(0);
  });

  it('gives a text diff where a text has several lines, or a long one', () => {
    const long = 'a'.repeat(201);
    const { fields } = diffEntities(
      withSpec({ cr: 'a', lines: 'a\nb', long, short: 'a' }),
      withSpec({ cr: 'a\rb', lines: 'a\nc', long: 'b', short: 'b' }),
    );
    expect(fields.map(({ path }) => path)).toEqual([
      '/spec/cr',
      '/spec/lines',
      '/spec/long',
      '/spec/short',
    ]);
    for (const field of fields.slice(0, 3)) {
      expect(field).toEqual({
        path: field.path,
        textDiff: expect.stringContaining('@@ -1'),
      });
    }
    expect(fields[3]).toEqual({ path: '/spec/short', before: 'a', after: 'b' });
  });

  it('gives no text diff where there was no text before', () => {
    expect(
      diffEntities(withSpec({ a: 1 }), withSpec({ a: 'b\nc' })).fields,
    ).toEqual([{ path: '/spec/a', before: 1, after: 'b\nc' }]);
  });

  it('leaves out values that are too long, and says so', () => {
    const list = Array.from({ length: 100_000 }, (_, index) => index);
    const document = numberedLines(100_000);
    const { fields } = diffEntities(
      withSpec({ list, text: 1 }),
      withSpec({ list: [...list, 'a'], text: document }),
    );
    expect(fields).toEqual([
      {
        path: '/spec/list',
        cut: 'the value before (588891 characters), the value after (588895 characters)',
      },
      {
        path: '/spec/text',
        before: 1,
        cut: `the value after (${JSON.stringify(document).length} characters)`,
      },
    ]);
  });

  it('lists the first of many fields, and counts them all', () => {
    const spec = Object.fromEntries(
      Array.from({ length: 1000 }, (_, index) => [`${1000 + index}`, index]),
    );
    const { fields, fieldCount } = diffEntities(
      withSpec({ a: 1 }),
      withSpec({ ...spec, a: 1 }),
    );
    expect(fields).toHaveLength(200);
    expect(fields[0]).toEqual({ path: '/spec/1000', after: 0 });
    expect(fields[199]).toEqual({ path: '/spec/1199', after: 199 });
    expect(fieldCount).toBe(1000);
  });

  it('lists as many fields as there is room for, and counts them all', () => {
    const spec = Object.fromEntries(
      Array.from({ length: 20 }, (_, index) => [`${index}`, 'a'.repeat(9_000)]),
    );
    const differences = diffEntities(withSpec({ a: 1 }), withSpec(spec));
    expect(differences.fields).toHaveLength(11);
    expect(differences.fieldCount).toBe(21);
    expect(JSON.stringify(differences).length).toBeLessThan(100_100);
  });

  it('is done with large documents that have nothing in common, and says so', () => {
    const { fields } = diffEntities(
      withSpec({ definition: numberedLines(50_000) }),
      withSpec({ definition: numberedLines(50_000, String) }),
    );
    expect(fields).toEqual([
      {
        path: '/spec/definition',
        cut: expect.stringContaining('too different'),
      },
    ]);
  });
});
