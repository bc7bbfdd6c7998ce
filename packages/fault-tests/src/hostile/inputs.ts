import { execFile } from 'node:child_process';
import { link, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Source, SourceRecord, SourceRecords } from '../harness/Source';

const run = promisify(execFile);

/** What somebody could commit to bring the product down. */
export interface HostileInput {
  name: string;
  /** Puts into a source what is synchronised before. */
  prepare?(source: Source): Promise<void>;
  /** Puts it into a source, beside what is there. */
  put(source: Source): Promise<void>;
  /** Texts that must not appear in any answer or log line. */
  secrets?: string[];
}

const SCRIPT = 'repositories/acme/hostile/build.gradle';
const CONTRACT = 'contracts/context/openapi/hostile/v1.yaml';

/** Texts at which patterns go back again and again. */
const BAITS = [
  'eyJ-',
  'a@',
  '-----BEGIN ',
  'https://',
  'ghp_',
  'x:y:',
  '.a',
  '${',
  ' \n',
  '((',
  '"\\"',
];

/** Names that objects have from the start. */
const PROTOTYPE_NAMES = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'valueOf',
];

const UNPRINTABLE =
  '\u001b[2J\u001b[31mred\u0007\b\u202egnp.exe\u2066\u0085\r\n{"level":"error","message":"faked"}\n';

/** Of the forms that real ones have; put together here, so that they are not taken for real ones. */
const SECRETS = [
  ['AKIA', 'Q3EXAMPLEKEY7ABC'],
  ['ghp', '_', 'q7Xw2Lr9'.repeat(5).slice(0, 36)],
  ['glpat', '-', 'aB3dE6gH9jK2mN5pQ8sT'],
  ['xoxb', '-123456789012-123456789012-', 'aB3dE6gH9jK2mN5pQ8sTuV1x'],
  ['eyJhbGciOiJIUzI1NiJ9', '.', 'eyJzdWIiOiIxIn0', '.', 'c2lnbmF0dXJlLW9mLWl0'],
].map(parts => parts.join(''));

function input(
  name: string,
  put: (source: Source) => Promise<void>,
): HostileInput {
  return { name, put };
}

/** Everything that is tried, each by itself. */
export const HOSTILE_INPUTS: HostileInput[] = [
  input('an id of 4.8 million characters', source =>
    putRecords(source, { squads: [{ id: 'x'.repeat(4.8e6), name: 'Long' }] }),
  ),
  input('values of 4 million characters in all fields of a record', source =>
    putRecords(source, {
      squads: [
        { id: 'long', name: 'n'.repeat(2e6), description: 'd'.repeat(2e6) },
      ],
    }),
  ),
  ...BAITS.map(bait =>
    input(
      `${JSON.stringify(bait)} again and again, to 900 kB`,
      async source => {
        const text = bait.repeat(900_000 / bait.length);
        await putRecords(source, {
          squads: [{ id: text, name: text, githubTeam: text }],
          applications: [
            {
              ...application('hostile'),
              status: text,
              tags: [text],
              url: text,
            },
            { ...application('hostile-too'), repository: text },
          ],
        });
        await source.write(CONTRACT, text);
        await source.write(SCRIPT, `openapi { producer { java("${text}") } }`);
      },
    ),
  ),
  {
    name: 'secrets where texts are quoted',
    secrets: SECRETS,
    async put(source) {
      await putRecords(source, {
        squads: SECRETS.map(secret => ({ id: `/${secret}/`, name: secret })),
        applications: [
          application('hostile'),
          ...SECRETS.map((secret, index) => ({
            ...application(`secret-${index}`),
            repository: `https://ada:${secret}@example.com/acme/one?token=${secret}`,
          })),
        ],
      });
      await source.write(CONTRACT, `openapi: [${SECRETS.join(', ')}`);
      await source.write(
        SCRIPT,
        `openapi { producer { ${SECRETS.map(
          secret => `java("password=${secret} host=db")`,
        ).join('\n')} } }`,
      );
    },
  },
  {
    name: 'secrets where quoted values are cut',
    secrets: SECRETS.map(secret => secret.slice(0, 12)),
    put: source =>
      putRecords(source, {
        squads: SECRETS.flatMap(secret =>
          [40, 60, 70].map(length => ({
            id: `${'x '.repeat(length / 2)}${secret}`,
            name: 'Cut',
          })),
        ),
      }),
  },
  input('lists of values of the wrong type', source =>
    putRecords(source, {
      squads: Array.from({ length: 50 }, (_, index) => ({
        id: `wrong-${index}`,
        name: 'Wrong',
        members: Array(9_000).fill(true),
      })),
    }),
  ),
  input('10,000 references of a record that are no names', source =>
    putRecords(source, {
      squads: [{ id: 'parent', name: 'Parent', children: longTexts('x://y ') }],
    }),
  ),
  input('10,000 tags in letters that no tag has', source =>
    putRecords(source, {
      applications: [
        { ...application('hostile'), tags: longTexts('ж x://y ') },
      ],
    }),
  ),
  input('10,000 references to what there is not', source => {
    const ids = Array.from({ length: 9_999 }, (_, index) => `missing-${index}`);
    return putRecords(source, {
      squads: [{ id: 'parent', name: 'Parent', children: ids }],
      applications: [{ ...application('hostile'), supportedBySquadsIds: ids }],
    });
  }),
  input('a list of 500,000 members', source =>
    putRecords(source, {
      squads: [{ id: 'crowd', name: 'Crowd', members: 'a,'.repeat(500_000) }],
    }),
  ),
  input('200 applications of one build file', async source => {
    await putScript(
      source,
      `openapi { consumer { ${Array.from(
        { length: 5_000 },
        (_, index) => `java("context:missing-${index}:1.0.0")`,
      ).join('\n')} } }`,
    );
    await putRecords(source, {
      applications: Array.from({ length: 200 }, (_, index) =>
        application(`sharing-${index}`),
      ),
    });
  }),
  {
    name: 'an API removed that 900 applications of one build file consume',
    async prepare(source) {
      await source.write(CONTRACT, openApi(1, 'get: { summary: a }'));
      await putScript(source, longScript());
      await putRecords(source, {
        // Few enough that the guard lets them go when the source is restored.
        applications: Array.from({ length: 900 }, (_, index) =>
          application(`sharing-${index}`),
        ),
      });
    },
    put: source => rm(join(source.directory, CONTRACT)),
  },
  input('one long build file in 30 folders', async source => {
    const text = longScript();
    for (let index = 0; index < 30; index++) {
      await source.write(
        `repositories/acme/hostile/f${index}/build.gradle`,
        text,
      );
    }
    await putRecords(source, {
      applications: Array.from({ length: 30 }, (_, index) => ({
        ...application(`folder-${index}`),
        path: `f${index}`,
      })),
    });
  }),
  input('JSON in a million brackets', source =>
    source.write('data/squads.json', nested('[', ']', 1e6)),
  ),
  input('JSON in a million objects', source =>
    source.write('data/squads.json', nested('{"a":', '}', 5e5, '1')),
  ),
  input('YAML in 500,000 brackets', source =>
    source.write(CONTRACT, nested('[', ']', 5e5)),
  ),
  input('YAML that goes in and in', source =>
    source.write(
      CONTRACT,
      Array.from(
        { length: 2_000 },
        (_, depth) => `${' '.repeat(depth)}a:`,
      ).join('\n'),
    ),
  ),
  input('YAML in 100,000 dashes', source =>
    source.write(CONTRACT, `${'- '.repeat(1e5)}1`),
  ),
  input('a build file in 500,000 braces', source =>
    putScript(source, nested('openapi { ', '}', 2e5, 'java("a:b:1.0.0")')),
  ),
  input('a build file in 500,000 parentheses', source =>
    putScript(source, `openapi { producer { java${nested('(', ')', 5e5)} } }`),
  ),
  input('a build file of interpolations in interpolations', source =>
    putScript(source, `def a = ${nested('"${', '}"', 2e5, 'b')}`),
  ),
  input('a build file of definitions that double each other', source =>
    putScript(
      source,
      [
        'def a0 = "context:orders:1.0.0"',
        ...Array.from(
          { length: 60 },
          (_, index) => `def a${index + 1} = a${index} + a${index}`,
        ),
        'openapi { producer { java(a60) } }',
      ].join('\n'),
    ),
  ),
  input('a build file of 50,000 references', source =>
    putScript(
      source,
      `openapi { consumer { ${Array.from(
        { length: 50_000 },
        (_, index) => `java("context:missing-${index}:1.0.0")`,
      ).join('\n')} } }`,
    ),
  ),
  input('a build file in which nothing is closed', source =>
    putScript(source, `openapi { producer { java("${'/* """ '.repeat(1e5)}`),
  ),
  input('YAML aliases of aliases', source =>
    source.write(
      CONTRACT,
      [
        'openapi: 3.0.0',
        'a0: &a0 [x, x, x, x, x, x, x, x, x, x]',
        ...Array.from(
          { length: 30 },
          (_, index) =>
            `a${index + 1}: &a${index + 1} [${Array(10)
              .fill(`*a${index}`)
              .join(', ')}]`,
        ),
      ].join('\n'),
    ),
  ),
  input('YAML merges of merges', source =>
    source.write(
      CONTRACT,
      [
        'openapi: 3.0.0',
        'a0: &a0 { x: 1 }',
        ...Array.from(
          { length: 200 },
          (_, index) =>
            `a${index + 1}: &a${
              index + 1
            } { <<: [*a${index}, *a${index}], k${index}: 1 }`,
        ),
      ].join('\n'),
    ),
  ),
  input('a YAML list that contains itself', source =>
    source.write(CONTRACT, 'openapi: &a\n  - *a\ninfo: &b\n  self: *b\n'),
  ),
  input('a contract that refers to itself', source =>
    source.write(
      CONTRACT,
      JSON.stringify({
        openapi: '3.0.3',
        info: { title: 'Hostile', version: '1.0.0' },
        paths: { '/a': { $ref: '#/paths/~1a' }, '/b': { $ref: 'v1.yaml' } },
        components: {
          schemas: { A: { allOf: [{ $ref: '#/components/schemas/A' }] } },
        },
      }),
    ),
  ),
  input('squads and domains in circles', source =>
    putRecords(source, {
      squads: [
        { id: 'ring-a', name: 'A', parent: 'ring-b', children: ['ring-b'] },
        { id: 'ring-b', name: 'B', parent: 'ring-a', children: ['ring-b'] },
      ],
      domains: [
        { id: 'own', name: 'Own', subdomainOf: 'own' },
        { id: 'first', name: 'First', subdomainOf: 'second' },
        { id: 'second', name: 'Second', subdomainOf: 'first' },
      ],
    }),
  ),
  input('150 squads, each above all others', source => {
    const ids = Array.from({ length: 150 }, (_, index) => `above-${index}`);
    return putRecords(source, {
      squads: ids.map(id => ({
        id,
        name: id,
        children: ids.filter(other => other !== id),
      })),
    });
  }),
  input('a file of 1.7 million empty records', source =>
    source.write('data/domains.json', `[${'{},'.repeat(1.7e6)}{}]`),
  ),
  input('two records in YAML among 5 million line breaks', async source => {
    await rm(join(source.directory, 'data/domains.json'));
    const breaks = '\n'.repeat(2.5e6);
    await source.write(
      'data/domains.yaml',
      `- {id: domain, name: []}\n${breaks}- {id: b, name: []}\n${breaks}`,
    );
  }),
  input('40,000 folders of contracts of nobody', source =>
    manyTimes(40_000, index =>
      mkdir(join(source.directory, `contracts/nobody-${index}/openapi`), {
        recursive: true,
      }),
    ),
  ),
  input('40,000 contracts where none belong', source =>
    putCopies(source, 'openapi: 3.0.0', 40_000, 'contracts/context/stray'),
  ),
  input('430 contracts of 5 MB', source =>
    putCopies(
      source,
      `openapi: 3.0.0\n${'#'.repeat(5e6)}`,
      430,
      'contracts/context/openapi/large/v',
    ),
  ),
  input('ten contracts of 5 MB', source =>
    putCopies(
      source,
      `openapi: 3.0.0\n${'#'.repeat(5e6)}`,
      10,
      'contracts/context/openapi/large/v',
    ),
  ),
  input('a contract of 5 MB in YAML with 100,000 keys', source =>
    source.write(CONTRACT, openApi(100_000, 'get: { summary: a }')),
  ),
  {
    name: 'a contract of 1 MB that breaks in every operation',
    async prepare(source) {
      await putScript(
        source,
        'openapi { consumer { java("context:hostile:1.0.0") } }',
      );
      await source.write(CONTRACT, openApi(12_000, 'get: { summary: Before }'));
    },
    async put(source) {
      await source.write(
        CONTRACT,
        openApi(
          12_000,
          'get: { parameters: [{ name: a, in: query, required: true }] }',
        ),
      );
    },
  },
  input('control characters, colours and turned text', async source => {
    await putRecords(source, {
      squads: [
        { id: UNPRINTABLE, name: UNPRINTABLE },
        { id: 'unprintable', name: UNPRINTABLE, description: UNPRINTABLE },
      ],
      applications: [
        {
          ...application('hostile'),
          status: UNPRINTABLE,
          tags: [UNPRINTABLE],
          supportedBySquadsIds: [UNPRINTABLE],
        },
        { ...application('unprintable'), repository: UNPRINTABLE },
      ],
    });
    await source.write(CONTRACT, `${UNPRINTABLE}: [`);
    await source.write(
      `contracts/${UNPRINTABLE.replaceAll('/', '')}/a.yaml`,
      '',
    );
    await source.write(
      SCRIPT,
      `openapi { producer { java(${JSON.stringify(UNPRINTABLE)}) } }`,
    );
  }),
  input('names that objects have from the start', async source => {
    await putRecords(source, {
      squads: PROTOTYPE_NAMES.map(id => ({ id, name: id })),
      boundedContexts: [
        { id: 'named', name: '__proto__', ownerSquadId: 'constructor' },
      ],
      applications: PROTOTYPE_NAMES.map(name => ({
        ...application(
          `of-${name.replaceAll('_', '-').replace(/^-+|-+$/g, '')}`,
        ),
        inContextOfBoundedContextId: name,
        supportedBySquadsIds: [name],
        repository: `${name}/${name}`,
      })),
    });
    await source.write(
      'data/domains.json',
      `[{"__proto__": {"id": "polluted", "name": "Polluted"}, "constructor": {"prototype": {"polluted": true}}}]`,
    );
    await source.write(
      CONTRACT,
      PROTOTYPE_NAMES.map(name => `${name}: { polluted: true }`).join('\n'),
    );
  }),
  input('bytes that are no UTF-8', async source => {
    const bytes = Buffer.from([0x5b, 0xff, 0xfe, 0xc0, 0x80, 0xed, 0xa0, 0x80]);
    await source.write('data/domains.json', bytes);
    await source.write(CONTRACT, bytes);
    await putRecords(source, { applications: [application('hostile')] });
    await source.write(SCRIPT, bytes);
  }),
  input('UTF-16, and byte order marks', async source => {
    const { 'data/squads.json': squads } = source.files();
    await source.write('data/squads.json', `\ufeff${squads}`);
    await source.write(
      CONTRACT,
      Buffer.from('\ufeffopenapi: 3.0.0\n', 'utf16le'),
    );
  }),
  input(
    'halves of characters, and characters that no database stores',
    source =>
      putRecords(source, {
        squads: [
          { id: 'halves', name: 'a\ud800', description: '\udc00b' },
          { id: 'null', name: 'a\u0000b', description: '\u0000' },
          { id: 'a\u0000b', name: 'Null' },
          { id: 'a\ud800', name: 'Half' },
          { id: 'none', name: '\uffff\ufffe', description: '\u{10ffff}' },
        ],
        applications: [
          {
            ...application('hostile'),
            description: '\u0000\ud800',
            status: '\u0000',
            tags: ['\u0000', '\ud800'],
          },
        ],
      }),
  ),
  input('50,000 fields that nobody knows', source =>
    putRecords(source, {
      squads: [
        {
          id: 'fields',
          name: 'Fields',
          ...Object.fromEntries(
            Array.from({ length: 50_000 }, (_, index) => [`f${index}`, index]),
          ),
        },
      ],
    }),
  ),
  input('one name 50,000 times in an object', source =>
    source.write(
      'data/domains.json',
      `[{ ${'"id": "a", '.repeat(50_000)} "name": "A" }]`,
    ),
  ),
  input('numbers beyond measure', async source => {
    const digits = '9'.repeat(100_000);
    await source.write(
      'data/domains.json',
      `[{ "id": 1e999, "name": -0 }, { "id": ${digits}, "name": "A" }, { "id": "n", "name": "A", "owner": ${digits} }]`,
    );
    await source.write(
      'contracts/context/openapi/orders/v99999999999999999999999.yaml',
      'openapi: 3.0.0',
    );
    await source.write(
      CONTRACT,
      `openapi: ${digits}\ninfo: { version: 1e999, title: .inf, x: 0x${digits}, y: 2026-99-99 }\n`,
    );
    await putScript(
      source,
      `openapi { producer { java("a:b:${digits}.0.0") } }`,
    );
  }),
  input('links to devices, to itself and out of the source', async source => {
    const at = (path: string) => join(source.directory, path);
    await mkdir(at('contracts/context/avro'), { recursive: true });
    await rm(at('data/domains.json'));
    await symlink('/dev/zero', at('data/domains.json'));
    await symlink('/etc/passwd', at('contracts/context/avro/Passwords.avsc'));
    await symlink('.', at('contracts/context/avro/self'));
    await symlink('loop', at('contracts/context/avro/loop'));
    await symlink('/', at('contracts/root'));
  }),
  input('names that are no text, and pipes in place of files', async source => {
    const folder = join(source.directory, 'contracts/context/openapi/hostile');
    await mkdir(folder, { recursive: true });
    for (const bytes of [[0xff, 0xfe], [0xc3], [0xed, 0xa0, 0x80], [0x1b]]) {
      await writeFile(
        Buffer.concat([
          Buffer.from(`${folder}/`),
          Buffer.from(bytes),
          Buffer.from('.yaml'),
        ]),
        'openapi: 3.0.0',
      );
    }
    await rm(join(source.directory, 'data/domains.json'));
    await run('mkfifo', [
      join(folder, 'v1.yaml'),
      join(source.directory, 'data/domains.json'),
    ]);
  }),
  input('10,000 tiny files', async source => {
    for (let index = 0; index < 10_000; index++) {
      await source.write(`contracts/context/openapi/tiny/v${index}.yaml`, '');
    }
  }),
  input('merge keys upon merge keys, and anchors of one name', source =>
    source.write(
      CONTRACT,
      [
        'openapi: 3.0.0',
        'a0: &a { x: 1 }',
        ...Array.from(
          { length: 20_000 },
          (_, index) => `a${index + 1}: &a { <<: [*a, *a], k${index}: *a }`,
        ),
      ].join('\n'),
    ),
  ),
  input('a thousand documents in one file', source =>
    source.write(CONTRACT, 'openapi: 3.0.0\n---\n'.repeat(50_000)),
  ),
  input('names as long as a file can have', async source => {
    const name = 'n'.repeat(250);
    await source.write(
      `contracts/${name}/openapi/${name}/v1.yaml`,
      'openapi: 1',
    );
    await source.write(
      `contracts/context/openapi/${name}/v1.yaml`,
      'openapi: 1',
    );
    await putRecords(source, {
      squads: [{ id: name, name }],
      applications: [
        { ...application('hostile'), repository: `${name}/${name}` },
      ],
    });
  }),
];

function application(id: string): SourceRecord {
  return {
    id,
    name: id,
    inContextOfBoundedContextId: 'context',
    supportedBySquadsIds: ['squad'],
    repository: 'acme/hostile',
  };
}

async function putRecords(
  source: Source,
  more: Partial<SourceRecords>,
): Promise<void> {
  for (const [path, content] of Object.entries(source.files(more))) {
    await source.write(path, content);
  }
}

async function putScript(source: Source, script: string): Promise<void> {
  await putRecords(source, { applications: [application('hostile')] });
  await source.write(SCRIPT, script);
}

/** A build file that consumes the hostile API and 20,000 that there are not, in 0.6 MB. */
function longScript(): string {
  const calls = Array.from(
    { length: 20_000 },
    (_, index) => `java("context:missing-${index}:1.0.0")`,
  );
  return `openapi { consumer { java("context:hostile:1.0.0")\n${calls.join(
    '\n',
  )} } }`;
}

/** As many texts as a list of a record can have, with characters at which patterns look twice. */
function longTexts(unit: string): string[] {
  const text = unit.repeat(450 / unit.length);
  return Array.from({ length: 9_999 }, (_, index) => `${text}${index}`);
}

function nested(open: string, close: string, depth: number, middle = '') {
  return open.repeat(depth) + middle + close.repeat(depth);
}

/** An OpenAPI document in YAML whose paths all have the same operation. */
function openApi(paths: number, operation: string): string {
  return [
    'openapi: 3.0.3',
    'info: { title: Hostile, version: 1.0.0 }',
    'paths:',
    ...Array.from(
      { length: paths },
      (_, index) => `  /hostile/things/${index}: { ${operation} }`,
    ),
  ].join('\n');
}

/** Puts a text into many files, which are one on the disk. */
async function putCopies(
  source: Source,
  text: string,
  count: number,
  prefix: string,
): Promise<void> {
  const first = `${prefix}1.yaml`;
  await source.write(first, text);
  await manyTimes(count - 1, index =>
    link(
      join(source.directory, first),
      join(source.directory, `${prefix}${index + 2}.yaml`),
    ),
  );
}

/** Calls a function with the numbers from 0 on, some hundred at a time. */
async function manyTimes(
  count: number,
  work: (index: number) => Promise<unknown>,
): Promise<void> {
  for (let start = 0; start < count; start += 500) {
    const length = Math.min(500, count - start);
    await Promise.all(
      Array.from({ length }, (_, index) => work(start + index)),
    );
  }
}
