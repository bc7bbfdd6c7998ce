import { parseRecords } from '../__testUtils__/parseRecords';
import { sourceFile } from '../__testUtils__/sourceFiles';
import { boundedContexts } from './boundedContexts';
import { transform } from '../__testUtils__/transform';

const LOCATION = { file: 'data/records.json', line: 2 };

function parse(record: unknown) {
  return parseRecords(boundedContexts, [sourceFile(LOCATION.file, [record])]);
}

describe('boundedContexts', () => {
  it('reads every field of the source format', async () => {
    const boundedContext = {
      id: 'billing',
      name: 'Billing',
      description: 'Bills',
      ownerSquadId: 'red',
      domain: 'money',
      type: 'domain',
    };
    const { records } = await parse(boundedContext);
    expect(records).toEqual([{ ...boundedContext, location: LOCATION }]);
  });

  it.each([
    ['a System', {}, ['system:default/billing']],
    ['a Domain', { type: ' Domain' }, ['domain:default/billing']],
    [
      'either',
      { type: [] },
      ['system:default/billing', 'domain:default/billing'],
    ],
  ])('retains what would have become %s', async (_, fields, entityRefs) => {
    const { findings, unreadable } = await parse({
      id: 'billing',
      name: 'NUL \0',
      ...fields,
    });
    expect(findings[0]).toMatchObject({
      code: 'SCHEMA',
      entity: entityRefs[0],
      message: expect.stringContaining("Bounded context 'billing'"),
    });
    expect(unreadable.map(({ entityRef }) => entityRef)).toEqual(entityRefs);
  });
});

const squads = [{ id: 'red' }];
const domains = [{ id: 'money', owner: 'red' }];

describe('the System of a bounded context', () => {
  it('has every field of the record', async () => {
    const { entity, findings } = await transform({
      squads,
      domains,
      boundedContexts: [
        {
          id: 'billing',
          name: 'Billing',
          description: 'Bills',
          ownerSquadId: 'red',
          domain: 'money',
          type: 'core',
        },
      ],
    });
    expect(findings).toEqual([]);
    expect(entity('system:default/billing')).toMatchObject({
      kind: 'System',
      metadata: { name: 'billing', title: 'Billing', description: 'Bills' },
      spec: { owner: 'group:default/red', domain: 'domain:default/money' },
    });
  });

  it('has an unknown owner, with one warning, if it names none', async () => {
    const { entity, findings } = await transform(
      { boundedContexts: [{ id: 'billing' }] },
      { contracts: { 'billing/openapi/bills/v1.yaml': 'openapi: 3.0.0' } },
    );
    expect(entity('system:default/billing')?.spec).toEqual({
      owner: 'unknown',
    });
    expect(entity('api:default/billing-bills-v1')?.spec?.owner).toBe('unknown');
    expect(findings).toEqual([
      expect.objectContaining({
        severity: 'warning',
        code: 'MISSING_OWNER',
        file: 'data/bounded-contexts.json',
        line: 2,
        entity: 'system:default/billing',
      }),
    ]);
  });

  it('warns of an owner and a domain that the source does not have', async () => {
    const { findings } = await transform({
      boundedContexts: [
        { id: 'billing', ownerSquadId: 'mauve', domain: 'honey' },
      ],
    });
    expect(findings.map(({ code, message }) => [code, message])).toEqual([
      [
        'UNKNOWN_REFERENCE',
        "Bounded context 'billing' names 'mauve' in 'ownerSquadId', but neither the source nor the catalog has group:default/mauve",
      ],
      [
        'UNKNOWN_REFERENCE',
        "Bounded context 'billing' names 'honey' in 'domain', but neither the source nor the catalog has domain:default/honey",
      ],
    ]);
  });
});

describe('the Domain', () => {
  it('of a domain has every field of the record', async () => {
    const { entity, findings } = await transform({
      squads,
      domains: [
        {
          id: 'cards',
          name: 'Cards',
          description: 'All of them',
          owner: 'red',
          subdomainOf: 'money',
        },
        ...domains,
      ],
    });
    expect(findings).toEqual([]);
    expect(entity('domain:default/cards')).toMatchObject({
      kind: 'Domain',
      metadata: { title: 'Cards', description: 'All of them' },
      spec: {
        owner: 'group:default/red',
        subdomainOf: 'domain:default/money',
      },
    });
  });

  it('of a bounded context of that type is part of its domain', async () => {
    const { entity, refs, findings } = await transform({
      squads,
      domains,
      boundedContexts: [
        { id: 'cards', type: 'domain', ownerSquadId: 'red', domain: 'money' },
        { id: 'debit', ownerSquadId: 'red', domain: 'cards' },
      ],
    });
    expect(findings).toEqual([]);
    expect(refs).not.toContain('system:default/cards');
    expect(entity('domain:default/cards')?.spec).toEqual({
      owner: 'group:default/red',
      subdomainOf: 'domain:default/money',
    });
  });

  it('has an unknown owner, with a warning, if it names none', async () => {
    const { entity, findings } = await transform({
      domains: [{ id: 'money' }],
    });
    expect(entity('domain:default/money')?.spec).toEqual({ owner: 'unknown' });
    expect(findings).toEqual([
      expect.objectContaining({
        code: 'MISSING_OWNER',
        entity: 'domain:default/money',
      }),
    ]);
  });

  it('of a domain wins over that of a bounded context', async () => {
    const { entity, findings, unreadable } = await transform({
      squads,
      domains: [{ id: 'money', owner: 'red', name: 'From domains' }],
      boundedContexts: [
        { id: 'Money', type: 'domain', ownerSquadId: 'red', name: 'Other' },
      ],
    });
    expect(entity('domain:default/money')?.metadata.title).toBe('From domains');
    expect(findings).toEqual([
      {
        severity: 'error',
        phase: 'TRANSFORM',
        code: 'DUPLICATE',
        file: 'data/bounded-contexts.json',
        line: 2,
        entity: 'domain:default/money',
        message:
          'domain:default/money is declared twice: data/domains.json:2 wins, data/bounded-contexts.json:2 is ignored',
        hint: expect.any(String),
      },
    ]);
    // If the id is a mistake, what it should have been must not be removed.
    expect(unreadable).toEqual([
      expect.objectContaining({ file: 'data/bounded-contexts.json' }),
    ]);
  });
});
