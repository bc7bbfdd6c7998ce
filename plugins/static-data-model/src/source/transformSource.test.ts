import { Entity } from '@backstage/catalog-model';
import { SyncFinding } from '@internal/plugin-static-data-common';
import { ParsedSource } from '../kinds/kinds';
import { transform } from '../__testUtils__/transform';
import { transformSource } from './transformSource';

const EMPTY: ParsedSource = {
  applications: [],
  squads: [],
  boundedContexts: [],
  domains: [],
  contracts: [],
  unreadable: [],
};

const RECORDS = {
  applications: [
    {
      id: 'payments',
      name: 'Payments',
      supportedBySquadsIds: ['red'],
      inContextOfBoundedContextId: 'billing',
    },
  ],
  squads: [{ id: 'red' }],
  boundedContexts: [{ id: 'billing', ownerSquadId: 'red', domain: 'money' }],
  domains: [{ id: 'money', owner: 'red' }],
};

function run(source: ParsedSource, signal = new AbortController().signal) {
  const findings: SyncFinding[] = [];
  return transformSource(source, {
    locationOf: path => `file:/source/${path}`,
    hosts: [],
    buildFiles: new Map(),
    heldRefs: new Set(),
    catalogRefs: new Set(),
    report: finding => findings.push(finding),
    signal,
  }).then(transformed => ({ ...transformed, findings }));
}

describe('transformSource', () => {
  it('makes nothing of nothing', async () => {
    expect(await run(EMPTY)).toEqual({
      entities: [],
      unreadable: [],
      outsideRefs: [],
      findings: [],
    });
  });

  it('gives the same entities to the byte for the same source', async () => {
    const contracts = { 'billing/openapi/bills/v1.yaml': 'openapi: 3.0.0' };
    const first = await transform(RECORDS, { contracts });
    const second = await transform(RECORDS, { contracts });
    expect(first.refs).toEqual([
      'group:default/red',
      'domain:default/money',
      'system:default/billing',
      'api:default/billing-bills-v1',
      'component:default/payments',
    ]);
    expect(JSON.stringify(second.sourced)).toBe(JSON.stringify(first.sourced));
  });

  it('has no control characters in entities, except in definitions', async () => {
    const odd = 'a\u001b[31m\u202eb';
    const clean = 'a\\u001b[31m\\u202eb';
    const { entity } = await transform(
      {
        squads: [
          {
            id: 'red',
            name: `${odd}\nc`,
            description: `${odd}\r\nc`,
            githubTeam: odd,
            members: [odd, 'ada'],
          },
        ],
        boundedContexts: [{ id: 'billing', ownerSquadId: 'red' }],
        applications: [
          {
            id: 'payments',
            name: odd,
            applicationType: odd,
            status: odd,
            supportedBySquadsIds: ['red', odd, 'blue'],
          },
        ],
      },
      {
        contracts: {
          'billing/openapi/bills/v1.yaml': `openapi: 3.0.0\ninfo:\n  description: ${JSON.stringify(
            odd,
          )}\n  x-lifecycle: ${JSON.stringify('\u001b'.repeat(2_000))}`,
          [`${'\u001b'}billing/openapi/bills/v2.yaml`]: 'openapi: 3.0.0',
        },
      },
    );
    expect(entity('group:default/red')).toMatchObject({
      metadata: {
        title: `${clean} c`,
        description: `${clean}\nc`,
        annotations: { 'github.com/team-slug': clean },
      },
      spec: { members: ['user:default/ada'] },
    });
    expect(entity('component:default/payments')).toMatchObject({
      metadata: {
        title: clean,
        annotations: { 'static-data/supporting-squads': 'blue' },
      },
      spec: { type: clean, lifecycle: clean },
    });
    const api = entity('api:default/billing-bills-v1');
    expect(api?.metadata.description).toBe(clean);
    expect(api?.spec?.lifecycle).toBe(`${'\\u001b'.repeat(999)}…`);
    expect(entity('api:default/billing-bills-v2')).toBeUndefined();
  });

  it('has nothing in an entity that JSON does not have', async () => {
    const { sourced } = await transform(RECORDS);
    const entities = sourced.map(({ entity }) => entity);
    const copies: Entity[] = JSON.parse(JSON.stringify(entities));
    expect(entities).toStrictEqual(copies);
  });

  it('does not warn of references to files that could not be read', async () => {
    const { refs, findings } = await transform({
      ...RECORDS,
      squads: '[{',
      domains: '{}',
    });
    expect(refs).toEqual([
      'system:default/billing',
      'component:default/payments',
    ]);
    expect(findings.map(({ code, file }) => [code, file])).toEqual([
      ['SYNTAX', 'data/squads.json'],
      ['SCHEMA', 'data/domains.json'],
    ]);
  });

  it('passes on what could not be read', async () => {
    const unreadable = [
      { file: 'x.json' },
      { file: 'y', entityRef: 'api:default/y' },
    ];
    expect(await run({ ...EMPTY, unreadable })).toMatchObject({ unreadable });
  });

  it('drops an entity that the catalog would refuse, and keeps what was', async () => {
    const location = { file: 'data/domains.json', line: 7 };
    const { entities, unreadable, findings } = await run({
      ...EMPTY,
      squads: [{ id: 'red', members: [], children: [], location }],
      domains: [
        { id: 'not valid', owner: 'red', location },
        { id: 'money', owner: 'red', location },
      ],
    });
    expect(entities.map(({ entityRef }) => entityRef)).toEqual([
      'group:default/red',
      'domain:default/money',
    ]);
    expect(unreadable).toEqual([
      { file: location.file, entityRef: 'domain:default/not valid' },
    ]);
    expect(findings).toEqual([
      {
        severity: 'error',
        phase: 'TRANSFORM',
        code: 'SCHEMA',
        ...location,
        entity: 'domain:default/not valid',
        message: expect.stringContaining('"metadata.name" is not valid'),
        hint: expect.any(String),
      },
    ]);
  });

  it('refuses a contract without text', async () => {
    const location = {
      file: 'contracts/billing/openapi/bills/v1.yaml',
      line: 1,
    };
    const { entities, findings } = await run({
      ...EMPTY,
      contracts: [
        {
          boundedContextId: 'billing',
          api: 'bills',
          version: 1,
          type: 'openapi',
          definition: '',
          location,
        },
      ],
    });
    expect(entities).toEqual([]);
    expect(findings.at(-1)).toMatchObject({
      severity: 'error',
      code: 'SCHEMA',
      entity: 'api:default/billing-bills-v1',
    });
  });

  it('stops when it is aborted', async () => {
    const reason = new Error('enough');
    const squads = [
      { id: 'red', members: [], children: [], location: { file: 'x' } },
    ];
    await expect(
      run({ ...EMPTY, squads }, AbortSignal.abort(reason)),
    ).rejects.toBe(reason);
  });
});
