import { boundedContextFormat } from './boundedContexts';
import { domainFormat } from './domains';
import { parseRecords, RecordFormat } from './parseRecords';
import { squadFormat } from './squads';
import { sourceFile } from './__testUtils__/sourceFiles';

const LOCATION = { file: 'data/records.json', line: 2 };

function parse<Fields extends { id: string }>(
  format: RecordFormat<Fields>,
  record: unknown,
) {
  const file = sourceFile(LOCATION.file, [record]);
  return parseRecords(file, format, async () => {});
}

describe('squadFormat', () => {
  it('reads every field of the source format', async () => {
    const squad = {
      id: 'red',
      name: 'Red',
      description: 'The red ones',
      members: ['jane', 'joe'],
      githubTeam: 'acme/red',
      parent: 'colours',
      children: ['pink'],
    };
    const { records, findings } = await parse(squadFormat, {
      ...squad,
      extra: 1,
    });
    expect(records).toEqual([{ ...squad, location: LOCATION }]);
    expect(findings).toEqual([]);
  });

  it('needs no more than an id', async () => {
    const { records } = await parse(squadFormat, { id: 'red' });
    expect(records).toEqual([
      { id: 'red', members: [], children: [], location: LOCATION },
    ]);
  });

  it('retains the group of a squad that is not valid', async () => {
    const { findings, unreadable } = await parse(squadFormat, {
      id: 'red',
      members: 'jane',
    });
    expect(findings[0].message).toContain("Squad 'red'");
    expect(unreadable).toEqual([
      { file: LOCATION.file, entityRef: 'group:default/red' },
    ]);
  });
});

describe('boundedContextFormat', () => {
  it('reads every field of the source format', async () => {
    const boundedContext = {
      id: 'billing',
      name: 'Billing',
      description: 'Bills',
      ownerSquadId: 'red',
      domain: 'money',
      type: 'domain',
    };
    const { records } = await parse(boundedContextFormat, boundedContext);
    expect(records).toEqual([{ ...boundedContext, location: LOCATION }]);
  });

  it.each([
    ['a System', {}, ['system:default/billing']],
    ['a Domain', { type: 'domain' }, ['domain:default/billing']],
    [
      'either',
      { type: 5 },
      ['system:default/billing', 'domain:default/billing'],
    ],
  ])('retains what would have become %s', async (_, fields, entityRefs) => {
    const { findings, unreadable } = await parse(boundedContextFormat, {
      id: 'billing',
      name: 1,
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

describe('domainFormat', () => {
  it('reads every field of the source format', async () => {
    const domain = {
      id: 'money',
      name: 'Money',
      description: 'All of it',
      owner: 'red',
      subdomainOf: 'business',
    };
    const { records } = await parse(domainFormat, domain);
    expect(records).toEqual([{ ...domain, location: LOCATION }]);
  });

  it('retains the domain of a record that is not valid', async () => {
    const { unreadable } = await parse(domainFormat, {
      id: 'money',
      owner: {},
    });
    expect(unreadable).toEqual([
      { file: LOCATION.file, entityRef: 'domain:default/money' },
    ]);
  });
});
