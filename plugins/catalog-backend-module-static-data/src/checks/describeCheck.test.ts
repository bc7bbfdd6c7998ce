import {
  RecordedFinding,
  SyncChange,
  SyncHistoryRecord,
} from '@internal/plugin-static-data-common';
import { CheckToTell, describeCheck, toAnnotations } from './describeCheck';

const FINDING: RecordedFinding = {
  severity: 'error',
  state: 'new',
  phase: 'PARSE',
  code: 'SCHEMA',
  message: 'The id is not valid',
  hint: 'Correct it',
  file: 'data/squads.json',
  line: 3,
};

const ADDED: SyncChange = {
  entityRef: 'component:default/wishlist',
  kind: 'Component',
  change: 'added',
  sourceFile: 'data/applications.json',
  sourceLine: 7,
};

function createCheck(
  preview: Partial<NonNullable<CheckToTell['preview']>> = {},
  stats: Partial<SyncHistoryRecord['stats']> = {},
): CheckToTell {
  return {
    outcome: { outcome: 'passed', syncId: 'preview' },
    target: 'main',
    preview: {
      record: {
        source: 'core',
        status: 'SUCCESS',
        stats: {
          entitiesAdded: 0,
          entitiesUpdated: 0,
          entitiesRemoved: 0,
          removalsHeld: 0,
          entitiesRetained: 0,
          ...stats,
        },
        pullRequest: { number: 12, url: '', title: '', base: '0123456789' },
      } as SyncHistoryRecord,
      changes: [],
      findings: [],
      totals: (preview.findings ?? []).map(finding => ({
        ...finding,
        count: 1,
      })),
      ...preview,
    },
  };
}

describe('describeCheck', () => {
  it('counts what it has no room for', () => {
    const { code, state } = FINDING;
    const text = describeCheck(
      createCheck({
        findings: [FINDING, FINDING],
        totals: [
          { code, state, severity: 'error', count: 700 },
          { code, state, severity: 'warning', count: 20 },
          { code, state: 'fixed', severity: 'error', count: 30 },
        ],
      }),
      65_536,
    );
    expect(text).toContain('700 new errors, 20 new warnings');
    expect(text).toContain('- and 698 more');
    expect(text).toContain('**New warnings**\n\n- and 20 more');
    expect(text).toContain('**Fixed**\n\n- and 30 more');
  });

  it('says that nothing changes', () => {
    expect(describeCheck(createCheck(), 65_536)).toBe(
      `### Static Data (core): nothing changes; 0 new errors, 0 new warnings

Compared with the merge base \`0123456\`, not with the catalog: what \`main\` has had since is no part of it.`,
    );
  });

  it('says what is new, who is affected, and what is fixed', () => {
    const check = createCheck({
      findings: [
        FINDING,
        { ...FINDING, state: 'fixed', message: 'It was wrong' },
        {
          ...FINDING,
          severity: 'warning',
          code: 'BREAKING_CHANGE',
          message: 'It breaks',
        },
      ],
    });
    check.outcome.consumers = [
      {
        entityRef: 'api:default/orders',
        consumers: ['component:default/cart'],
        count: 12,
      },
    ];
    const text = describeCheck(check, 65_536);
    expect(text).toContain(
      '**New errors**\n\n- **SCHEMA** `The id is not valid` (`data/squads.json:3`)\n  `Correct it`',
    );
    expect(text).toContain(
      '**Consumers are affected**\n\n- **BREAKING_CHANGE**',
    );
    expect(text).toContain(
      '**Who consumes what changes**\n\n- `api:default/orders`: `component:default/cart` and 11 more',
    );
    expect(text).toContain('**Fixed**\n\n- **SCHEMA** `It was wrong`');
  });

  it('counts all, and shows the first', () => {
    const changes = Array.from({ length: 50 }, (_, index) => ({
      ...ADDED,
      entityRef: `component:default/c${index}`,
    }));
    const check = createCheck({ changes }, { entitiesAdded: 2_000 });
    const text = describeCheck(check, 65_536);
    expect(text).toContain('**2000 added**');
    expect(text).toContain('- and 1950 more');
  });

  it.each([2_000, 65_536])(
    'has no more than %i characters, and no half list',
    maxLength => {
      const long = 'x'.repeat(1_900);
      const check = createCheck({
        findings: Array.from({ length: 500 }, () => ({
          ...FINDING,
          message: long,
        })),
        changes: [ADDED],
      });
      const text = describeCheck(check, maxLength);
      expect(text.length).toBeLessThanOrEqual(maxLength);
      expect(text).toMatch(/There is more, which is too long for a comment\.$/);
    },
  );

  it('says that it could not be checked, and why', () => {
    expect(
      describeCheck(
        {
          outcome: { outcome: 'error', problem: 'The host `does not answer`' },
          target: 'main',
        },
        65_536,
      ),
    ).toBe(
      '### Static Data: Could not be checked\n\n`` The host `does not answer` ``\n',
    );
  });
});

describe('toAnnotations', () => {
  const isInRepository = (file: string) => file.startsWith('data/');

  it('has what is new, at its line', () => {
    expect(toAnnotations([FINDING], isInRepository)).toEqual([
      {
        file: 'data/squads.json',
        line: 3,
        severity: 'error',
        title: 'SCHEMA',
        message: 'The id is not valid. Correct it',
      },
    ]);
  });

  it.each<[string, Partial<RecordedFinding>]>([
    ['was there before', { state: 'known' }],
    ['is fixed', { state: 'fixed' }],
    ['is about no file', { file: undefined }],
    [
      'is about a file of another repository',
      { file: 'acme/cart/build.gradle' },
    ],
  ])('has nothing that %s', (_, finding) => {
    expect(toAnnotations([{ ...FINDING, ...finding }], isInRepository)).toEqual(
      [],
    );
  });
});
