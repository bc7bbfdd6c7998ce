import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SyncFinding } from '@internal/plugin-static-data-common';
import { limitFindings } from '@internal/plugin-static-data-model';
import { XMLParser } from 'fast-xml-parser';
import { CommandLine, setUpCommandLine } from '../__testUtils__/commandLine';
import { REPORT_CHECKS } from '../__testUtils__/reportSchemas';
import { FINDING_FORMATS } from './findings';

// A busy machine takes many seconds to start a process.
jest.setTimeout(120_000);

type Format = keyof typeof REPORT_CHECKS;

const FORMATS = Object.keys(REPORT_CHECKS) as Format[];

const error: SyncFinding = {
  severity: 'error',
  phase: 'PARSE',
  code: 'SCHEMA',
  message: "Squad 'red' is not valid",
  hint: 'Correct the record.',
  file: 'data/squads.json',
  line: 3,
};
const warning: SyncFinding = { ...error, severity: 'warning', line: 4 };
const { file, line, ...withoutFile } = error;

/** The same text wherever the repository, or who names its files, has a say. */
const withText = (text: string): SyncFinding[] =>
  [error, warning].map(finding => ({
    ...finding,
    file: `data/${text}`,
    message: text,
    hint: text,
    entity: `group:default/${text}`,
  }));

const CONTROLS = String.fromCharCode(
  ...Array.from({ length: 0x20 }, (_, code) => code),
  ...Array.from({ length: 0x21 }, (_, code) => 0x7f + code),
);

const CASES: Record<string, SyncFinding[]> = {
  'no findings': [],
  'an error': [error],
  'a warning': [warning],
  'errors and warnings': [error, warning, error],
  'a finding without a line': [{ ...error, line: undefined }],
  'a finding without a file': [withoutFile],
  'findings that count others': limitFindings(
    [error, warning].flatMap(finding => Array(5).fill(finding)),
    2,
  ),
  'control characters': withText(CONTROLS),
  'line breaks': withText('a\nb\r\nc\td'),
  'quotes and ends of sections': withText(
    `"'\`<a b="c">&amp;&#0;]]><![CDATA[--><!--<?x?>\\`,
  ),
  'what JSON and URLs escape': withText('a b%0A%zz?c#d:e\\u0000{}[]'),
  'characters outside of the basic plane': withText('👩🏽‍🚀𝔸\u{10ffff}'),
  'half characters': withText('\ud800 a \udc00\ud83d'),
  'no characters': withText('\ufffe\uffff\ufdd0\u{1fffe}'),
  'text that runs the other way': withText('\u202eabc\u2066\u200f'),
  'very long texts': withText('long <text> & more '.repeat(20_000)),
};

const write = (format: Format, findings: SyncFinding[]) =>
  FINDING_FORMATS[format]({ findings, errors: 0, warnings: 0, owners: [] });

describe.each(FORMATS)('%s', format => {
  it.each(Object.keys(CASES))('is as its schema says with %s', async name => {
    const report = Buffer.from(write(format, CASES[name]));
    expect(await REPORT_CHECKS[format](report)).toEqual([]);
  });

  it('is checked: its schema takes nothing else', async () => {
    const broken = {
      sarif: write('sarif', [error]).replace('"level": "error"', '"level": 1'),
      gitlab: write('gitlab', [error]).replace('major', 'bad'),
      junit: write('junit', [error]).replace(' name="SCHEMA:', ' label="'),
    };
    expect(
      await REPORT_CHECKS[format](Buffer.from(broken[format])),
    ).not.toEqual([]);
  });
});

describe('sarif', () => {
  it('has a place for every finding: code scanning refuses a report with one that has none', () => {
    const [{ results }] = JSON.parse(write('sarif', [error, withoutFile])).runs;
    const toPlace = (uri: string, region?: object) => ({
      locations: [
        { physicalLocation: { artifactLocation: { uri }, ...region } },
      ],
    });
    expect(results).toEqual([
      expect.objectContaining(
        toPlace('data/squads.json', { region: { startLine: 3 } }),
      ),
      expect.objectContaining(toPlace('./')),
    ]);
  });
});

describe('gitlab', () => {
  it.each(Object.keys(CASES))('has unique fingerprints with %s', name => {
    const fingerprints = JSON.parse(write('gitlab', CASES[name])).map(
      (issue: { fingerprint: string }) => issue.fingerprint,
    );
    expect(new Set(fingerprints).size).toBe(CASES[name].length);
  });
});

describe('junit', () => {
  it.each(Object.keys(CASES))('counts its tests with %s', name => {
    const { testsuite } = new XMLParser({
      ignoreAttributes: false,
      attributeNamePrefix: '',
      isArray: tag => tag === 'testcase',
    }).parse(write('junit', CASES[name])).testsuites;
    const { testcase, tests, failures, skipped } = testsuite;
    const count = (result: string) =>
      testcase.filter((test: object) => result in test).length;
    expect([tests, failures, skipped].map(Number)).toEqual([
      testcase.length,
      count('failure'),
      count('skipped'),
    ]);
  });
});

describe('static-data validate', () => {
  let cli: CommandLine;
  beforeAll(async () => {
    cli = await setUpCommandLine();
  });
  afterAll(() => cli.tearDown());

  it.each(FORMATS)('writes %s as its schema says', async format => {
    const directory = await cli.copySample();
    const hostile = '\u0000]]>"<\'👩🏽‍🚀\ud800\n';
    await writeFile(
      join(directory, 'data/squads.json'),
      JSON.stringify([
        { id: 'late', name: hostile, parent: 'nobody' },
        { id: hostile, name: hostile },
      ]),
    );
    const { exitCode, stdout } = await cli.call([
      ...['validate', directory, '--format', format],
    ]);
    expect(exitCode).toBe(1);
    expect(await REPORT_CHECKS[format](Buffer.from(stdout))).toEqual([]);
  });
});
