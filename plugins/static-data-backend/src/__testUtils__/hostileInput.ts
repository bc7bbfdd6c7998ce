import fc from 'fast-check';

const HOSTILE_TEXTS = [
  '',
  ' ',
  '0',
  '-1',
  '1.5',
  '1e3',
  '0x10',
  'NaN',
  'Infinity',
  '2147483648',
  '9007199254740993',
  '9'.repeat(400),
  'true',
  'TRUE',
  'null',
  'undefined',
  '[]',
  '{}',
  'a,b',
  ',',
  `' OR 1=1 --`,
  `'; DROP TABLE static_data_sync_history; --`,
  `" UNION SELECT * FROM sqlite_master --`,
  '$1',
  '?',
  '%',
  '_',
  '\\',
  '../../etc/passwd',
  '..\\..\\windows',
  '/etc/passwd\u0000.json',
  'file:///etc/passwd',
  '__proto__',
  'constructor',
  'toString',
  '<script>alert(1)</script>',
  '${7*7}',
  '\u0000',
  '\r\nX-Injected: 1',
  '\u001b[31m',
  '\u202e\ufeff',
  '\ufffd\u{1f4a5}',
  '0000-01-01',
  '9999-12-31T23:59:59.999-23:59',
  '2026-02-30',
  '-271821-04-20T00:00:00Z',
  'x'.repeat(4000),
];

/** What stands in a URL for nothing at all, or for something else than it seems. */
const BROKEN_ENCODINGS = ['%', '%zz', '%E0%A4%A', '%C0%AF', '%u0041', '%ff'];

/** A text that nobody would send who means well. */
export const hostileText = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...HOSTILE_TEXTS) },
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ maxLength: 40 }),
  fc.integer().map(String),
  fc.double().map(String),
);

/** The same as it is written into a URL: encoded, encoded twice, or not as it must be. */
export const hostileUrlPart = fc.oneof(
  { weight: 4, arbitrary: hostileText.map(encode) },
  hostileText.map(text => encode(encode(text)).slice(0, 5000)),
  fc
    .tuple(fc.constantFrom(...BROKEN_ENCODINGS), hostileText)
    .map(([broken, text]) => broken + encode(text)),
);

/** A name that no parameter has. */
export const unknownName = fc.oneof(
  fc.constantFrom(
    '__proto__',
    'constructor',
    'prototype',
    'hasOwnProperty',
    'limit[]',
    'limit[0]',
    '__proto__[limit]',
    'Limit',
    ' limit',
    'limit\u0000',
    '',
  ),
  fc.string({ unit: 'binary', maxLength: 20 }).map(name => `x${name}`),
);

/** JSON that is not what is asked for; nothing in it is `true`. */
export const hostileJson = fc.oneof(
  fc.constantFrom<unknown>(null, false, 0, -1, 1e308, '', [], [[]], {}, [{}]),
  fc.constant(JSON.parse('{"__proto__": {"dryRun": "x"}}')),
  hostileText,
  fc.array(hostileText, { maxLength: 3 }),
  fc.constantFrom(10, 1000).map(nest),
);

export function encode(text: string): string {
  return encodeURIComponent(text);
}

function nest(depth: number): unknown {
  let value: unknown = 'x';
  for (let level = 0; level < depth; level++) {
    value = level % 2 ? [value] : { x: value };
  }
  return value;
}
