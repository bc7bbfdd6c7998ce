import { parseRecords } from '../../__testUtils__/parseRecords';
import { applications } from './applications';
import { sourceFile } from '../../__testUtils__/sourceFiles';
import { transform } from '../../__testUtils__/transform';

const PATH = 'data/applications.json';
const HINT = { hint: expect.stringMatching(/\w/) };

function parse(content: unknown) {
  return parseRecords(applications, [sourceFile(PATH, content)]);
}

describe('applications', () => {
  it('reads every field of the source format', async () => {
    const parsed = await parse([
      {
        id: 'payments',
        name: ' Payments ',
        description: 'Takes money',
        applicationType: 'website',
        status: 'experimental',
        inContextOfBoundedContextId: 'billing',
        supportedBySquadsIds: ['red', 'blue', 'red', ' '],
        url: 'https://example.com/payments',
        repository: 'acme/payments',
        tags: ['Java', 'Money'],
        somethingElse: { left: 'out' },
      },
    ]);
    expect(parsed).toEqual({
      records: [
        {
          location: { file: PATH, line: 2 },
          id: 'payments',
          name: 'Payments',
          description: 'Takes money',
          applicationType: 'website',
          status: 'experimental',
          inContextOfBoundedContextId: 'billing',
          supportedBySquadsIds: ['red', 'blue'],
          url: 'https://example.com/payments',
          repository: {
            named: { field: 'repository', value: 'acme/payments' },
            url: 'https://example.com/payments',
          },
          tags: ['Java', 'Money'],
        },
      ],
      findings: [],
      unreadable: [],
    });
  });

  it('takes null and blank for absent', async () => {
    const { records, findings } = await parse([
      {
        id: 'a',
        name: 'A',
        description: null,
        status: ' ',
        tags: null,
        supportedBySquadsIds: null,
        repository: null,
        repo: '',
      },
    ]);
    expect(findings).toEqual([]);
    expect(records).toEqual([
      {
        location: { file: PATH, line: 2 },
        id: 'a',
        name: 'A',
        supportedBySquadsIds: [],
        tags: [],
        repository: {},
      },
    ]);
  });

  it.each([
    ['without a name', { id: 'a' }, "'name' is missing"],
    ['with a blank name', { id: 'a', name: ' ' }, "'name' must not be empty"],
    [
      'with a name of another type',
      { id: 'a', name: [] },
      "'name' must be a string, not an array",
    ],
  ])('skips an application %s', async (_, record, problem) => {
    const parsed = await parse([record, { id: 'b', name: 'B' }]);
    expect(parsed.records.map(({ id }) => id)).toEqual(['b']);
    expect(parsed.findings).toEqual([
      {
        severity: 'error',
        phase: 'PARSE',
        code: 'SCHEMA',
        file: PATH,
        line: 'name' in record ? 4 : 2,
        entity: 'component:default/a',
        message: expect.stringContaining(
          `Application 'a' in ${PATH} is not valid: ${problem}`,
        ),
        ...HINT,
      },
    ]);
    expect(parsed.unreadable).toEqual([
      {
        file: PATH,
        entityRef: 'component:default/a',
        reason: parsed.findings[0].message,
      },
    ]);
  });

  it.each([
    ['tags', {}, 'must be an array of strings, not an object'],
    ['supportedBySquadsIds', true, 'must be an array of strings'],
    ['description', [], 'must be a string, not an array'],
  ])('does without %s that are %j', async (field, value, problem) => {
    const { records, findings } = await parse([
      { id: 'a', name: 'A', [field]: value },
    ]);
    expect(records).toMatchObject([{ id: 'a', name: 'A' }]);
    expect(findings).toEqual([
      expect.objectContaining({
        severity: 'warning',
        entity: 'component:default/a',
        message: expect.stringContaining(`'${field}' ${problem}`),
      }),
    ]);
  });
});

const squads = [
  { id: 'squad-12' },
  { id: 'red', name: 'Team Red' },
  { id: 'blue' },
  { id: 'green' },
];
const boundedContexts = [{ id: 'billing', ownerSquadId: 'red' }];
const REF = 'component:default/payments';

/** Transforms one application, that has an owner unless its fields say otherwise. */
function transformApplication(
  fields: Record<string, unknown>,
  catalog?: string[] | null,
) {
  const application = {
    id: 'payments',
    name: 'Payments',
    supportedBySquadsIds: ['red'],
    ...fields,
  };
  return transform(
    { applications: [application], squads, boundedContexts },
    { catalog },
  );
}

describe('the Component of an application', () => {
  it('has every field of the record', async () => {
    const { entity, findings, sourced } = await transformApplication({
      description: 'Takes money',
      applicationType: 'website',
      status: 'experimental',
      inContextOfBoundedContextId: 'billing',
      supportedBySquadsIds: ['red', 'blue', 'green'],
      url: 'https://github.com/acme/payments',
      tags: ['Spring Boot', 'java', 'Java'],
      unknown: 'left out',
    });
    const location =
      'url:https://github.com/acme/data/tree/main/data/applications.json';
    expect(findings).toEqual([]);
    expect(entity(REF)).toEqual({
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Component',
      metadata: {
        namespace: 'default',
        name: 'payments',
        title: 'Payments',
        description: 'Takes money',
        annotations: {
          'backstage.io/managed-by-location': location,
          'backstage.io/managed-by-origin-location': location,
          'backstage.io/source-location':
            'url:https://github.com/acme/payments/',
          'static-data/source-file': 'data/applications.json',
          'static-data/supporting-squads': 'blue,green',
        },
        tags: ['spring-boot', 'java'],
        links: [{ url: 'https://github.com/acme/payments', title: 'Source' }],
      },
      spec: {
        type: 'website',
        lifecycle: 'experimental',
        owner: 'group:default/red',
        system: 'system:default/billing',
      },
    });
    expect(sourced.find(({ entityRef }) => entityRef === REF)).toMatchObject({
      sourceFile: 'data/applications.json',
      sourceLine: 2,
    });
  });

  it('has no more than it needs, if the record has no more', async () => {
    const { entity } = await transformApplication({});
    expect(entity(REF)?.spec).toEqual({
      type: 'service',
      lifecycle: 'production',
      owner: 'group:default/red',
    });
    expect(Object.keys(entity(REF)?.metadata ?? {})).toEqual([
      'namespace',
      'name',
      'title',
      'annotations',
    ]);
  });

  it('has an unknown owner, with a warning, if no squad supports it', async () => {
    const { entity, findings } = await transformApplication({
      supportedBySquadsIds: [],
    });
    expect(entity(REF)?.spec?.owner).toBe('unknown');
    expect(findings).toEqual([
      {
        severity: 'warning',
        phase: 'TRANSFORM',
        code: 'MISSING_OWNER',
        file: 'data/applications.json',
        line: 2,
        entity: REF,
        message: "Application 'payments' has no owner; it is set to 'unknown'",
        hint: "Name the id of a squad in 'supportedBySquadsIds'.",
      },
    ]);
  });

  it.each([
    ['supportedBySquadsIds', ['mauve'], 'mauve', 'group:default/mauve'],
    ['supportedBySquadsIds', ['red', 'mauve'], 'mauve', 'group:default/mauve'],
    [
      'inContextOfBoundedContextId',
      'nowhere',
      'nowhere',
      'system:default/nowhere',
    ],
  ])('warns of an unknown reference in %s', async (field, value, name, ref) => {
    const { findings, refs } = await transformApplication({ [field]: value });
    expect(refs).toContain(REF);
    expect(findings).toEqual([
      expect.objectContaining({
        severity: 'warning',
        code: 'UNKNOWN_REFERENCE',
        entity: REF,
        message: `Application 'payments' names '${name}' in '${field}', but neither the source nor the catalog has ${ref}`,
      }),
    ]);
  });

  it.each([
    ['has', ['group:default/mauve', 'system:elsewhere/billing'], 0],
    ['lacks', [], 2],
    ['does not tell whether it has', null, 0],
  ])(
    'keeps references to what the catalog %s from elsewhere',
    async (_, catalog, warnings) => {
      const { entity, findings } = await transformApplication(
        {
          supportedBySquadsIds: ['mauve'],
          inContextOfBoundedContextId: 'system:elsewhere/Billing',
        },
        catalog,
      );
      expect(entity(REF)?.spec).toMatchObject({
        owner: 'group:default/mauve',
        system: 'system:elsewhere/billing',
      });
      expect(findings.map(({ code }) => code)).toEqual(
        Array(warnings).fill('UNKNOWN_REFERENCE'),
      );
    },
  );

  it.each([
    ['Team RED', 'SCHEMA', 'red'],
    ['team-red', 'UNKNOWN_REFERENCE', 'red'],
    ['greeen', 'UNKNOWN_REFERENCE', 'green'],
    ['group:default/greem', 'UNKNOWN_REFERENCE', 'green'],
    ['mauve', 'UNKNOWN_REFERENCE', undefined],
    ['squad-13', 'UNKNOWN_REFERENCE', undefined],
  ])('suggests for %s what was meant', async (squad, code, meant) => {
    const { findings } = await transformApplication({
      supportedBySquadsIds: ['blue', squad],
    });
    expect(findings).toMatchObject([{ code }]);
    expect(/Did you mean '(.*)'\?/.exec(findings[0].hint)?.[1]).toBe(meant);
  });

  it('finds what it refers to in any case', async () => {
    const { entity, findings } = await transformApplication({
      supportedBySquadsIds: ['RED'],
    });
    expect(findings).toEqual([]);
    expect(entity(REF)?.spec?.owner).toBe('group:default/red');
  });

  it.each([
    ...['Team Red', 'a:b:c', 'group:', '/', 'x'.repeat(64)],
    'group:default/red',
  ])('leaves out %j, which refers to nothing', async value => {
    const { entity, findings } = await transformApplication({
      inContextOfBoundedContextId: value,
    });
    expect(entity(REF)?.spec).not.toHaveProperty('system');
    expect(findings).toEqual([
      expect.objectContaining({
        severity: 'warning',
        code: 'SCHEMA',
        message: expect.stringContaining(`'${value}'`),
      }),
    ]);
  });

  it.each([
    ['https://acme.com', 'https://acme.com/'],
    ['https://acme.com/a/', 'https://acme.com/a/'],
    ['http://acme.com/a', 'http://acme.com/a/'],
    [
      'https://github.com/acme/pay/tree/main/a',
      'https://github.com/acme/pay/tree/main/a/',
    ],
    ['https://acme.com/a?b=c', 'https://acme.com/a?b=c'],
    ['https://acme.com/a#b', 'https://acme.com/a#b'],
    [
      'https://github.com/acme/pay/blob/main/README.md',
      'https://github.com/acme/pay/blob/main/README.md',
    ],
    ['https://joe:secret@acme.com/a', 'https://acme.com/a/'],
  ])('gives %s as source location', async (url, location) => {
    const { entity, findings } = await transformApplication({ url });
    const { annotations, links } = entity(REF)?.metadata ?? {};
    expect(findings).toEqual([]);
    expect(annotations?.['backstage.io/source-location']).toBe(
      `url:${location}`,
    );
    expect(links?.[0].url).not.toContain('secret');
  });

  it.each([
    'data:text/html,<script>',
    'file:///etc/passwd',
    'acme.com/payments',
    '//acme.com',
  ])('has no link to %s', async url => {
    const { entity, findings } = await transformApplication({ url });
    expect(entity(REF)?.metadata).not.toHaveProperty('links');
    expect(entity(REF)?.metadata.annotations).not.toHaveProperty([
      'backstage.io/source-location',
    ]);
    expect(findings).toEqual([
      expect.objectContaining({
        severity: 'warning',
        code: 'SCHEMA',
        entity: REF,
        message: expect.stringContaining("'url'"),
      }),
    ]);
  });
});

describe('the tags of an application', () => {
  it.each([
    [
      ['java', 'c++', 'c#'],
      ['java', 'c++', 'c#'],
    ],
    [['Spring Boot', 'spring_boot'], ['spring-boot']],
    [['-- a..b --'], ['a-b']],
    [
      ['Zürich', 'déjà vu'],
      ['zurich', 'deja-vu'],
    ],
    [['x'.repeat(70)], ['x'.repeat(63)]],
    [[`${'x'.repeat(62)} y`], ['x'.repeat(62)]],
    ['java, web', ['java', 'web']],
    [
      [2024, 'java'],
      ['2024', 'java'],
    ],
  ])('are %j made valid', async (texts, tags) => {
    const { entity, findings } = await transformApplication({ tags: texts });
    expect(findings).toEqual([]);
    expect(entity(REF)?.metadata.tags).toEqual(tags);
  });

  it('do not lose those in other scripts silently', async () => {
    const { entity, findings } = await transformApplication({
      tags: ['java', 'платежи', '支付-v2', '!', 'straße'],
    });
    expect(entity(REF)?.metadata.tags).toEqual(['java']);
    expect(findings).toEqual([
      expect.objectContaining({
        severity: 'warning',
        code: 'SCHEMA',
        message: `Application 'payments' has tags that the catalog cannot hold: 'платежи', '支付-v2', '!', 'straße'; they are left out`,
      }),
    ]);
  });
});
