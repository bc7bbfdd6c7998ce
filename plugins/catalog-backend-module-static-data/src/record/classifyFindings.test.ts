import { setImmediate } from 'node:timers/promises';
import { SyncFinding } from '@internal/plugin-static-data-common';
import { classifyFindings } from './classifyFindings';

const FIXES = { fixesBaseline: true };

function finding(
  message: string,
  overrides: Partial<SyncFinding> = {},
): SyncFinding {
  return {
    severity: 'error',
    phase: 'PARSE',
    code: 'SCHEMA',
    message,
    hint: 'Correct it.',
    file: 'applications.json',
    line: 1,
    entity: 'component:default/a',
    ...overrides,
  };
}

async function statesOf(
  current: SyncFinding[],
  baseline: SyncFinding[],
  options = FIXES,
): Promise<string[]> {
  return (await classifyFindings(current, baseline, options)).map(
    ({ state, message }) => `${state}: ${message}`,
  );
}

describe('classifyFindings', () => {
  it('tells new findings from known ones, and adds those that are fixed', async () => {
    const known = finding('known');
    const added = finding('added');
    const gone = finding('gone');
    expect(
      await classifyFindings([known, added], [gone, known], FIXES),
    ).toEqual([
      { ...added, state: 'new' },
      { ...known, state: 'known' },
      { ...gone, state: 'fixed' },
    ]);
  });

  it('takes everything for new where there is nothing to compare with', async () => {
    expect(await statesOf([finding('a'), finding('b')], [])).toEqual([
      'new: a',
      'new: b',
    ]);
  });

  it('fixes nothing in a sync that did not look at everything', async () => {
    expect(
      await statesOf([finding('a')], [finding('a'), finding('b')], {
        fixesBaseline: false,
      }),
    ).toEqual(['known: a']);
  });

  it.each<[string, Partial<SyncFinding>]>([
    ['severity', { severity: 'warning' }],
    ['code', { code: 'SYNTAX' }],
    ['phase', { phase: 'TRANSFORM' }],
    ['file', { file: 'squads.json' }],
    ['missing file', { file: undefined }],
    ['entity', { entity: 'component:default/b' }],
  ])(
    'takes a finding with another %s for another one',
    async (_, overrides) => {
      expect(
        (
          await classifyFindings(
            [finding('a', overrides)],
            [finding('a')],
            FIXES,
          )
        ).map(({ state }) => state),
      ).toEqual(['new', 'fixed']);
    },
  );

  it('knows a finding whose lines and columns moved', async () => {
    expect(
      await statesOf(
        [
          finding('twice: line 15 wins, line 19 is ignored', { line: 19 }),
          finding('unexpected end (13:4) at position 200', { line: undefined }),
          finding('b.json, line 7 column 2'),
          finding('no requests before 2026-03-01T12:00:00.000Z'),
          finding('twice: data/a.json:15 wins, data/b.yaml:19 is ignored'),
          finding('Squad number 7 in data/squads.json is not valid'),
        ],
        [
          finding('no requests before 2026-03-01T11:00:00.000Z'),
          finding('b.json, line 8 column 3'),
          finding('unexpected end (3:1) at position 20', { line: 3 }),
          finding('twice: line 5 wins, line 9 is ignored', { line: 9 }),
          finding('Squad number 6 in data/squads.json is not valid'),
          finding('twice: data/a.json:5 wins, data/b.yaml:9 is ignored'),
        ],
      ),
    ).toEqual([
      'known: twice: line 15 wins, line 19 is ignored',
      'known: unexpected end (13:4) at position 200',
      'known: b.json, line 7 column 2',
      'known: no requests before 2026-03-01T12:00:00.000Z',
      'known: twice: data/a.json:15 wins, data/b.yaml:19 is ignored',
      'known: Squad number 7 in data/squads.json is not valid',
    ]);
  });

  it('does not take other numbers for positions', async () => {
    expect(
      await statesOf(
        [
          finding("names 'shop.core:bills:2'"),
          finding('names shop.core:2'),
          finding('21 of 100 are gone'),
        ],
        [finding("names 'shop.core:bills:1'"), finding('20 of 100 are gone')],
        { fixesBaseline: false },
      ),
    ).toEqual([
      "new: names 'shop.core:bills:2'",
      'new: names shop.core:2',
      'new: 21 of 100 are gone',
    ]);
  });

  it('makes one finding known for each that was known', async () => {
    expect(
      await statesOf(
        [finding('a'), finding('a'), finding('b')],
        [finding('a')],
      ),
    ).toEqual(['new: a', 'new: b', 'known: a']);
    expect(
      await statesOf(
        [finding('a')],
        [finding('a'), finding('a'), finding('a')],
      ),
    ).toEqual(['known: a', 'fixed: a', 'fixed: a']);
  });

  it('knows the finding that is equal to the letter before one that moved', async () => {
    const first = finding('a', { line: 3 });
    const second = finding('a', { line: 9 });
    expect(await classifyFindings([first, second], [second], FIXES)).toEqual([
      { ...first, state: 'new' },
      { ...second, state: 'known' },
    ]);
    expect(await classifyFindings([second], [first, second], FIXES)).toEqual([
      { ...second, state: 'known' },
      { ...first, state: 'fixed' },
    ]);
  });

  it('gives errors first, then warnings, then what is fixed, new before known', async () => {
    const warning = { severity: 'warning' as const };
    expect(
      await statesOf(
        [
          finding('known warning', warning),
          finding('new warning 1', warning),
          finding('known error'),
          finding('new error 1'),
          finding('new warning 2', warning),
          finding('new error 2'),
        ],
        [
          finding('gone warning', warning),
          finding('known warning', warning),
          finding('known error'),
          finding('gone error'),
        ],
      ),
    ).toEqual([
      'new: new error 1',
      'new: new error 2',
      'known: known error',
      'new: new warning 1',
      'new: new warning 2',
      'known: known warning',
      'fixed: gone error',
      'fixed: gone warning',
    ]);
  });

  it('overwrites the state that a finding of the baseline had in its sync', async () => {
    const recorded = { ...finding('a'), state: 'new' as const };
    expect(await classifyFindings([], [recorded], FIXES)).toEqual([
      { ...finding('a'), state: 'fixed' },
    ]);
  });

  it('yields to the event loop', async () => {
    const findings = Array.from({ length: 1_000 }, (_, i) =>
      finding(`line ${i}: ${'long '.repeat(300)}`),
    );
    const longer = findings.map(it => ({ ...it, line: 2 }));
    let isDone = false;
    const done = classifyFindings(findings, longer, FIXES).then(() => {
      isDone = true;
    });
    let turns = 0;
    for (; !isDone; turns++) {
      await setImmediate();
    }
    await done;
    expect(turns).toBeGreaterThan(2);
  });
});
