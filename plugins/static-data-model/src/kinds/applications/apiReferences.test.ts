import { toContractName } from '../contracts/contractPath';
import { listStatedConsumers } from './apiReferences';
import { transform } from '../../__testUtils__/transform';

const REF = 'component:default/payments';
const LONG = 'x'.repeat(70);

function toReference(reference: string, index: number) {
  return { reference, file: 'acme/payments/build.gradle.kts', line: index + 5 };
}

async function transformWithBuildFile(
  provides: string[],
  consumes: string[] = [],
  held: string[] = [],
  catalog: string[] | null = [],
) {
  return transform(
    {
      applications: [
        { id: 'payments', name: 'Payments', supportedBySquadsIds: ['red'] },
      ],
      squads: [{ id: 'red' }],
      boundedContexts: [{ id: 'billing', ownerSquadId: 'red' }],
    },
    {
      contracts: {
        'billing/openapi/bills/v1.yaml': 'openapi: 3.0.0',
        'billing/openapi/bills/v2.yaml': 'openapi: 3.0.0',
        'billing/avro/Paid/v1.avsc': '"string"',
        [`billing/openapi/${LONG}/v1.yaml`]: 'openapi: 3.0.0',
        'billing/openapi/broken/v1.yaml': '[',
      },
      buildFiles: {
        payments: {
          provides: provides.map(toReference),
          consumes: consumes.map(toReference),
        },
      },
      held,
      catalog,
    },
  );
}

describe('the API relations of a component', () => {
  it('follow the build file, in its order, without repeats', async () => {
    const { entity } = await transformWithBuildFile(
      ['billing:bills:2.0.0', 'billing:bills:1.4.0', 'billing:bills:2.1.0'],
      ['billing:Paid:1.0.0-SNAPSHOT'],
    );
    expect(entity(REF)?.spec).toMatchObject({
      providesApis: [
        'api:default/billing-bills-v2',
        'api:default/billing-bills-v1',
      ],
      consumesApis: ['api:default/billing-paid-v1'],
    });
  });

  it('are absent if the build file has none', async () => {
    const { entity } = await transformWithBuildFile([]);
    expect(entity(REF)?.spec).not.toHaveProperty('providesApis');
    expect(entity(REF)?.spec).not.toHaveProperty('consumesApis');
  });

  it('find an API with a long name', async () => {
    const { entity } = await transformWithBuildFile([`billing:${LONG}:1.0`]);
    const name = toContractName({
      boundedContextId: 'billing',
      api: LONG,
      version: 1,
    });
    expect(entity(REF)?.spec?.providesApis).toEqual([`api:default/${name}`]);
    expect(entity(`api:default/${name}`)).toBeDefined();

    const upper = await transformWithBuildFile([
      `BILLING:${LONG.toUpperCase()}:1.0`,
    ]);
    expect(upper.entity(REF)?.spec?.providesApis).toEqual([
      `api:default/${name}`,
    ]);
  });

  it('leave out an API that the source does not have', async () => {
    const { entity, findings } = await transformWithBuildFile(
      ['billing:bills:1.0.0'],
      ['billing:bills:3.0.0'],
    );
    expect(entity(REF)?.spec).not.toHaveProperty('consumesApis');
    expect(findings.filter(({ phase }) => phase === 'TRANSFORM')).toEqual([
      {
        severity: 'warning',
        phase: 'TRANSFORM',
        code: 'UNKNOWN_REFERENCE',
        file: 'acme/payments/build.gradle.kts',
        line: 5,
        entity: REF,
        message:
          "Application 'payments' consumes an API that neither the source nor the catalog has; the relation is left out",
        hint: "Did you mean 'billing-bills-v2'? Correct the reference in acme/payments/build.gradle.kts, or add the contract to the source.",
      },
    ]);
  });

  it.each([
    ['has', ['api:default/other-api-v1']],
    ['does not tell whether it has', null],
  ])('keep an API that the catalog %s from elsewhere', async (_, catalog) => {
    const { entity, findings } = await transformWithBuildFile(
      ['other:api:1.0.0'],
      [],
      [],
      catalog,
    );
    expect(entity(REF)?.spec?.providesApis).toEqual([
      'api:default/other-api-v1',
    ]);
    expect(findings.filter(({ phase }) => phase === 'TRANSFORM')).toEqual([]);
  });

  it('keep an API that the source does not have, but whose removal is held', async () => {
    const { entity, findings } = await transformWithBuildFile(
      ['billing:gone:1.0.0'],
      [],
      ['api:default/billing-gone-v1'],
    );
    expect(entity(REF)?.spec?.providesApis).toEqual([
      'api:default/billing-gone-v1',
    ]);
    expect(findings.filter(({ code }) => code === 'UNKNOWN_REFERENCE')).toEqual(
      [],
    );
  });

  it('keep an API whose contract could not be read', async () => {
    const { entity, findings, refs } = await transformWithBuildFile([
      'billing:broken:1.0.0',
    ]);
    expect(refs).not.toContain('api:default/billing-broken-v1');
    expect(entity(REF)?.spec?.providesApis).toEqual([
      'api:default/billing-broken-v1',
    ]);
    expect(findings.map(({ code }) => code)).toEqual(['SYNTAX']);
  });

  it.each([
    'billing',
    'billing:bills',
    'billing:bills:1.0:extra',
    'billing:bills:latest',
    'billing:bills:$version',
    'billing::1.0',
    'a/b:bills:1.0',
  ])('leave out %s, which is not a reference', async reference => {
    const { entity, findings } = await transformWithBuildFile([reference]);
    expect(entity(REF)?.spec).not.toHaveProperty('providesApis');
    expect(findings.filter(({ phase }) => phase === 'TRANSFORM')).toEqual([
      expect.objectContaining({
        severity: 'warning',
        code: 'SCHEMA',
        file: 'acme/payments/build.gradle.kts',
        line: 5,
        entity: REF,
        // Without the text, which may be anything.
        message:
          "Application 'payments' provides an API whose reference is not of the form <system>:<api>:<version>; the relation is left out",
      }),
    ]);
  });
});

describe('the consumers that build files state', () => {
  const boundedContexts = [{ id: 'billing' }];
  const { signal } = new AbortController();
  const consuming = (...references: string[]) => ({
    provides: [],
    consumes: references.map(toReference),
  });

  it('are those of the APIs that are asked about', async () => {
    const consumers = await listStatedConsumers(
      new Map([
        ['a', consuming('billing:bills:1.0.0', 'billing:other:1.0.0')],
        ['b', consuming('billing:bills:1.4.0', 'billing:bills:1.5.0', 'bills')],
      ]),
      boundedContexts,
      new Set(['api:default/billing-bills-v1']),
      signal,
    );
    expect([...consumers]).toEqual([
      [
        'api:default/billing-bills-v1',
        ['component:default/a', 'component:default/b'],
      ],
    ]);
  });

  it('are found with one look at a build file that many applications have', async () => {
    let looks = 0;
    const shared = {
      provides: [],
      get consumes() {
        looks += 1;
        return ['billing:bills:1.0.0'].map(toReference);
      },
    };
    const consumers = await listStatedConsumers(
      new Map(Array.from({ length: 100 }, (_, i) => [`app-${i}`, shared])),
      boundedContexts,
      new Set(['api:default/billing-bills-v1']),
      signal,
    );
    expect(consumers.get('api:default/billing-bills-v1')).toHaveLength(100);
    expect(looks).toBe(1);
  });
});
