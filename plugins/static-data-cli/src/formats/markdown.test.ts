import { toCode, ToldChange } from '@internal/plugin-static-data-model';
import { SourceDifference } from '../source/diffSource';
import { toMarkdown } from './markdown';

const difference: SourceDifference = {
  base: { ref: 'main', commit: '0123456789abcdef' },
  changes: [],
  heldBecause: [],
  consumers: [],
  areConsumersKnown: true,
};

const updated: ToldChange = {
  change: 'updated',
  kind: 'Component',
  entityRef: 'component:default/checkout',
  sourceFile: 'data/applications.json',
  sourceLine: 7,
  differences: {
    fieldCount: 2,
    fields: [
      { path: '/metadata/description', before: 'Old', after: 'New' },
      { path: '/spec/definition', textDiff: '@@ -1 +1 @@\n-a\n+b\n' },
    ],
  },
};

describe('toMarkdown', () => {
  it('says what changes, and how', () => {
    expect(toMarkdown({ ...difference, changes: [updated] })).toBe(
      `### Static Data: 1 updated

Compared with \`main\` (\`0123456\`).

**1 updated**

- \`component:default/checkout\` in \`data/applications.json:7\`
  - \`/metadata/description\`: \`"Old"\` → \`"New"\`
  - \`/spec/definition\`

    \`\`\`diff
    @@ -1 +1 @@
    -a
    +b
    \`\`\`
`,
    );
  });

  it('says that nothing changes', () => {
    expect(toMarkdown(difference)).toContain('Static Data: nothing changes');
  });

  it('stays short enough for a comment', () => {
    const long = { ...updated, entityRef: 'x'.repeat(5_000) };
    const markdown = toMarkdown({
      ...difference,
      changes: Array(40).fill(long),
    });
    expect(markdown.length).toBeLessThan(61_000);
    expect(markdown).toMatch(/too long for a comment\.$/);
  });

  it('keeps texts of the repository in code, also what looks like the end of it', () => {
    const hostile = '` </details> @everyone [a](javascript:b) ```\n# Title';
    const markdown = toMarkdown({
      ...difference,
      changes: [
        {
          ...updated,
          entityRef: hostile,
          differences: {
            fieldCount: 1,
            fields: [{ path: '/a', textDiff: `+\`\`\`\n+${hostile}\n` }],
          },
        },
      ],
    });
    const outside = markdown
      .replace(/^ *(`{3,})diff\n[^]*?\n *\1$/gm, '')
      .replace(/(?<!`)(`+)(?!`)[^\n]*?(?<!`)\1(?!`)/g, '');
    expect(markdown).toContain('@everyone');
    expect(outside).not.toMatch(/@everyone|<|javascript|Title/);
  });
});

describe('toCode', () => {
  it.each([
    ['text', '`text`'],
    ['a `b` c', '``a `b` c``'],
    ['`', '`` ` ``'],
    ['a\nb', '`a\\nb`'],
    ['', '` `'],
  ])('%j becomes %j', (text, code) => {
    expect(toCode(text)).toBe(code);
  });
});
