import { SyncFinding } from '@internal/plugin-static-data-common';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { Validation } from '../source/validateSource';
import { FINDING_FORMATS } from './findings';
import { createPaint, showsColours } from './text';

const plain = createPaint(false);

const finding: SyncFinding = {
  severity: 'error',
  phase: 'PARSE',
  code: 'SCHEMA',
  message: "Squad 'red' is not valid",
  hint: 'Correct the record.',
  file: 'data/squads.json',
  line: 3,
  entity: 'group:default/red',
};

/** What a repository may contain to get out of a line, a property, an element or a terminal. */
const HOSTILE = 'a\n::error::b,c:d%0A\u001b[31m<x y="\']]>&amp;\u202e`|\u0000';

const hostile: SyncFinding = {
  ...finding,
  severity: 'warning',
  file: `data/${HOSTILE}`,
  message: HOSTILE,
  hint: HOSTILE,
};

function format(
  name: keyof typeof FINDING_FORMATS,
  findings: SyncFinding[],
  owners: Validation['owners'] = [],
): string {
  const validation: Validation = {
    findings,
    errors: findings.filter(({ severity }) => severity === 'error').length,
    warnings: findings.filter(({ severity }) => severity === 'warning').length,
    owners,
    summary: { entities: { Group: 1 }, totalEntities: 1 },
  };
  return FINDING_FORMATS[name](validation, plain);
}

describe('every format', () => {
  it.each(Object.keys(FINDING_FORMATS) as (keyof typeof FINDING_FORMATS)[])(
    '%s shows nothing that steers a terminal or turns text around',
    name => {
      expect(format(name, [hostile])).not.toMatch(
        /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/, // eslint-disable-line no-control-regex
      );
    },
  );
});

describe('text', () => {
  it('has each finding on a line of its own, and its hint below', () => {
    expect(format('text', [finding])).toBe(
      `data/squads.json:3: error SCHEMA Squad 'red' is not valid
    Correct the record.

1 entity: 1 Group
Relations to APIs: not known here, as they are in the build files of the applications
1 error, 0 warnings`,
    );
    expect(format('text', [hostile]).split('\n')).toHaveLength(6);
  });

  it('says how many concern whom', () => {
    const owners = [
      { owner: `group:default/${HOSTILE}`, errors: 1, warnings: 2 },
      { errors: 0, warnings: 1 },
    ];
    const [line] = format('text', [], owners)
      .split('\n')
      .filter(text => text.startsWith('By owner'));
    expect(line).toMatch(
      /^By owner: group:default\/a\\n.* 1 error, 2 warnings; nobody in particular 0 errors, 1 warning$/,
    );
  });

  it.each([
    ['a terminal', { isTTY: true }, {}, true],
    ['a pipe', {}, {}, false],
    ['a user without colours', { isTTY: true }, { NO_COLOR: '1' }, false],
    ['a simple terminal', { isTTY: true }, { TERM: 'dumb' }, false],
  ])('knows whether %s has colours', (_, stream, env, expected) => {
    expect(showsColours(stream, env)).toBe(expected);
  });

  it('paints for a terminal', () => {
    expect(createPaint(true)('error', 'error')).toMatch(/^\u001b.*error/); // eslint-disable-line no-control-regex
  });
});

describe('github', () => {
  it('annotates lines of files', () => {
    expect(format('github', [finding])).toBe(
      `::error file=data/squads.json,line=3,title=SCHEMA::Squad 'red' is not valid%0ACorrect the record.
1 error, 0 warnings`,
    );
  });

  it('is one command for a finding, whatever is in it', () => {
    const [command, ...others] = format('github', [hostile]).split('\n');
    expect(others).toEqual(['0 errors, 1 warning']);
    const [, properties, message] = /^::warning (.*?)::(.*)$/.exec(command)!;
    expect(properties.split(',')).toHaveLength(3);
    expect(message).toContain('%250A');
  });
});

describe('gitlab', () => {
  it('is a report of code quality', () => {
    expect(JSON.parse(format('gitlab', [finding]))).toEqual([
      {
        description: "Squad 'red' is not valid. Correct the record.",
        check_name: 'SCHEMA',
        fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
        severity: 'major',
        location: { path: 'data/squads.json', lines: { begin: 3 } },
      },
    ]);
  });

  it('knows a finding again whose line has moved, and tells equal ones apart', () => {
    const fingerprints = [
      ...JSON.parse(format('gitlab', [finding, finding])),
      ...JSON.parse(format('gitlab', [{ ...finding, line: 9 }])),
    ].map(({ fingerprint }) => fingerprint);
    expect(fingerprints[0]).not.toBe(fingerprints[1]);
    expect(fingerprints[0]).toBe(fingerprints[2]);
  });
});

describe('sarif', () => {
  it('has a rule for each code, and a result for each finding', () => {
    const { runs } = JSON.parse(format('sarif', [finding, hostile]));
    expect(runs[0].tool.driver.rules).toEqual([
      expect.objectContaining({ id: 'SCHEMA' }),
    ]);
    expect(runs[0].results[0]).toEqual({
      ruleId: 'SCHEMA',
      ruleIndex: 0,
      level: 'error',
      message: { text: "Squad 'red' is not valid. Correct the record." },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'data/squads.json' },
            region: { startLine: 3 },
          },
        },
      ],
    });
    const { uri } =
      runs[0].results[1].locations[0].physicalLocation.artifactLocation;
    expect(decodeURIComponent(uri)).toBe(hostile.file);
  });
});

describe('junit', () => {
  const parse = (xml: string) => {
    expect(XMLValidator.validate(xml)).toBe(true);
    return new XMLParser({
      ignoreAttributes: false,
      attributeNamePrefix: '',
      isArray: name => name === 'testcase',
    }).parse(xml).testsuites.testsuite;
  };

  it('has a failed test for an error, and a skipped one for a warning', () => {
    const suite = parse(format('junit', [finding, hostile]));
    expect(suite).toMatchObject({ tests: '2', failures: '1', skipped: '1' });
    const [failed, skipped] = suite.testcase;
    expect(failed).toMatchObject({
      classname: finding.file,
      failure: {
        message: finding.message,
        '#text': 'data/squads.json:3\nCorrect the record.',
      },
    });
    expect(skipped.skipped.message).toContain('<x y="\']]>&amp;');
  });

  it('has a test that passes where nothing is found', () => {
    const { testcase } = parse(format('junit', []));
    expect(testcase).toHaveLength(1);
    expect(testcase[0]).not.toHaveProperty('failure');
  });
});
