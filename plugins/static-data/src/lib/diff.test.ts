import { NetChange } from '@internal/plugin-static-data-common';
import { findChangedWords, reverseNetChange, toDiffLines } from './diff';

describe('toDiffLines', () => {
  it('shows a value before and after', () => {
    expect(
      toDiffLines({
        path: '/spec/lifecycle',
        before: 'experimental',
        after: 'production',
      }),
    ).toEqual([
      { kind: 'removed', text: 'experimental' },
      { kind: 'added', text: 'production' },
    ]);
  });

  it('shows what was not there before, and what is not there any more', () => {
    expect(toDiffLines({ path: '/a', after: null })).toEqual([
      { kind: 'added', text: 'null' },
    ]);
    expect(toDiffLines({ path: '/a', before: { b: 1 } })).toEqual([
      { kind: 'removed', text: '{' },
      { kind: 'removed', text: '  "b": 1' },
      { kind: 'removed', text: '}' },
    ]);
  });

  it('shows of lists the items that changed, and those beside them', () => {
    expect(
      toDiffLines({
        path: '/spec/consumesApis',
        before: ['a', 'b', 'orders', 'search', 'basket', 'c', 'd'],
        after: ['a', 'b', 'orders', 'basket', 'payments', 'c', 'd'],
      }).map(({ kind, text }) => `${kind} ${text}`),
    ).toEqual([
      'place …',
      'same orders',
      'removed search',
      'same basket',
      'added payments',
      'same c',
      'place …',
    ]);
  });

  it('shows what moved in a list', () => {
    expect(
      toDiffLines({ path: '/tags', before: ['a', 'b'], after: ['b', 'a'] }).map(
        ({ kind, text }) => `${kind} ${text}`,
      ),
    ).toEqual(['removed a', 'same b', 'added a']);
  });

  it('shows a list by its items where there was none before', () => {
    expect(toDiffLines({ path: '/tags', after: ['a', 'b'] })).toEqual([
      { kind: 'added', text: 'a' },
      { kind: 'added', text: 'b' },
    ]);
    expect(toDiffLines({ path: '/tags', before: ['a'], after: 'b' })).toEqual([
      { kind: 'removed', text: 'a' },
      { kind: 'added', text: 'b' },
    ]);
  });

  it('marks the words that changed in a line', () => {
    const [removed, added] = toDiffLines({
      path: '/metadata/description',
      before: 'Gives money back, once.',
      after: 'Gives money back within a day, once.',
    });

    const changed = (line: typeof removed) =>
      line.words
        ?.filter(part => part.changed)
        .map(({ text }) => text.trim())
        .join();
    expect(changed(removed)).toBe('');
    expect(changed(added)).toBe('within a day');
    expect(added.words?.map(({ text }) => text).join('')).toBe(added.text);
  });

  it.each([
    ['lines that have little in common', 'one two three', 'x y z'],
    ['very long lines', 'a '.repeat(501), 'a '.repeat(502)],
  ])('marks no words in %s', (_, before, after) => {
    const lines = toDiffLines({ path: '/a', before, after });

    expect(lines.map(({ words }) => words)).toEqual([undefined, undefined]);
  });

  it('reads unified diffs, lines that look like their head included', () => {
    const textDiff = [
      '--- before',
      '+++ after',
      '@@ -1,3 +1,3 @@',
      ' openapi: 3.0.0',
      '--- old',
      '+++ new',
      ' ',
      '\\ No newline at end of file',
      '',
    ].join('\n');

    expect(toDiffLines({ path: '/spec/definition', textDiff })).toEqual([
      { kind: 'place', text: '@@ -1,3 +1,3 @@' },
      { kind: 'same', text: 'openapi: 3.0.0' },
      { kind: 'removed', text: '-- old' },
      { kind: 'added', text: '++ new' },
      { kind: 'same', text: '' },
    ]);
  });

  it('has no lines where all was cut', () => {
    expect(toDiffLines({ path: '/spec/definition', cut: 'the diff' })).toEqual(
      [],
    );
  });
});

const change: NetChange = {
  entityRef: 'api:default/orders',
  kind: 'API',
  change: 'updated',
  sourceFile: 'contracts/orders.yaml',
  differences: {
    fieldCount: 3,
    fields: [
      { path: '/metadata/title', after: 'Orders' },
      { path: '/spec/lifecycle', before: 'experimental', after: 'production' },
      {
        path: '/spec/definition',
        textDiff: '@@ -1,2 +1,1 @@\n-a: 1\n-b: 2\n+c: 3\n d: 4',
      },
    ],
  },
  syncIds: ['a'],
};

describe('findChangedWords', () => {
  const before = 'Gives money back, once and only once.';

  it.each([
    [
      'words that were added',
      'Gives money back, once and only once, within a day.',
      ['…once…', '…once, within a day…'],
    ],
    [
      'words in place of others',
      'Gives money back, once and only on weekdays.',
      ['…only once…', '…only on weekdays…'],
    ],
    [
      'the first word',
      'Pays money back, once and only once.',
      ['Gives…', 'Pays…'],
    ],
  ])('quotes %s', (_, after, words) => {
    expect(findChangedWords({ path: '/description', before, after })).toEqual(
      words,
    );
  });

  it('quotes those of the only line of a text that changed', () => {
    const textDiff = `@@ -1,2 +1,2 @@\n # Refunds\n-${before}\n+${before} Always.\n`;
    expect(findChangedWords({ path: '/description', textDiff })).toEqual([
      '…once.',
      '…once. Always.',
    ]);
  });

  it.each([
    ['all of it', { before, after: 'Something else entirely' }],
    ['more than one line', { textDiff: '@@ -1,2 +1,2 @@\n-a\n-b\n+c\n+d\n' }],
    ['nothing there before', { after: before }],
  ])('quotes nothing where it is %s', (_, values) => {
    expect(
      findChangedWords({ path: '/description', ...values }),
    ).toBeUndefined();
  });
});

describe('reverseNetChange', () => {
  it('swaps what was before and after', () => {
    expect(reverseNetChange(change).differences).toEqual({
      fieldCount: 3,
      fields: [
        { path: '/metadata/title', before: 'Orders' },
        {
          path: '/spec/lifecycle',
          before: 'production',
          after: 'experimental',
        },
        {
          path: '/spec/definition',
          textDiff: '@@ -1,1 +1,2 @@\n+a: 1\n+b: 2\n-c: 3\n d: 4',
        },
      ],
    });
  });

  it('turns additions into removals, and back', () => {
    const added: NetChange = { ...change, change: 'added' };

    expect(reverseNetChange(added).change).toBe('removed');
    expect(reverseNetChange(reverseNetChange(added)).change).toBe('added');
  });
});
