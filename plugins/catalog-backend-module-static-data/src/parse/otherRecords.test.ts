import { parseBoundedContexts } from './boundedContexts';
import { parseDomains } from './domains';
import { parseSquads } from './squads';
import { sourceFile } from './__testUtils__/sourceFiles';

const LOCATION = { file: 'data/records.json', line: 2 };

function file(...records: unknown[]) {
  return sourceFile(LOCATION.file, records);
}

describe('parseSquads', () => {
  it('reads every field of the source format', () => {
    const squad = {
      id: 'red',
      name: 'Red',
      description: 'The red ones',
      members: ['jane', 'joe'],
      githubTeam: 'acme/red',
      parent: 'colours',
      children: ['pink'],
    };
    const { records, findings } = parseSquads(file({ ...squad, extra: 1 }));
    expect(records).toEqual([{ ...squad, location: LOCATION }]);
    expect(findings).toEqual([]);
  });

  it('needs no more than an id', () => {
    const { records } = parseSquads(file({ id: 'red' }));
    expect(records).toEqual([
      { id: 'red', members: [], children: [], location: LOCATION },
    ]);
  });

  it('retains the group of a squad that is not valid', () => {
    const { findings, unreadable } = parseSquads(
      file({ id: 'red', members: 'jane' }),
    );
    expect(findings[0].message).toContain("Squad 'red'");
    expect(unreadable).toEqual([
      { file: LOCATION.file, entityRef: 'group:default/red' },
    ]);
  });
});

describe('parseBoundedContexts', () => {
  it('reads every field of the source format', () => {
    const boundedContext = {
      id: 'billing',
      name: 'Billing',
      description: 'Bills',
      ownerSquadId: 'red',
      domain: 'money',
      type: 'domain',
    };
    const { records } = parseBoundedContexts(file(boundedContext));
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
  ])('retains what would have become %s', (_, fields, entityRefs) => {
    const { findings, unreadable } = parseBoundedContexts(
      file({ id: 'billing', name: 1, ...fields }),
    );
    expect(findings[0]).toMatchObject({
      code: 'SCHEMA',
      entity: entityRefs[0],
      message: expect.stringContaining("Bounded context 'billing'"),
    });
    expect(unreadable.map(({ entityRef }) => entityRef)).toEqual(entityRefs);
  });
});

describe('parseDomains', () => {
  it('reads every field of the source format', () => {
    const domain = {
      id: 'money',
      name: 'Money',
      description: 'All of it',
      owner: 'red',
      subdomainOf: 'business',
    };
    const { records } = parseDomains(file(domain));
    expect(records).toEqual([{ ...domain, location: LOCATION }]);
  });

  it('retains the domain of a record that is not valid', () => {
    const { unreadable } = parseDomains(file({ id: 'money', owner: {} }));
    expect(unreadable).toEqual([
      { file: LOCATION.file, entityRef: 'domain:default/money' },
    ]);
  });
});
