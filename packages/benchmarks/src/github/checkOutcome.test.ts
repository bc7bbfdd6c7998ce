import { checkOutcome } from './checkOutcome';

const EXPECTED = { applications: 10, changed: 1, consumers: 1 };

function record(overrides: { consumes?: number; entities?: number } = {}) {
  const { consumes = 1, entities = 13 } = overrides;
  return {
    status: 'SUCCESS' as const,
    stats: {
      totalEntities: entities,
      entitiesAdded: 0,
      entitiesUpdated: consumes,
      entitiesRemoved: 0,
      entitiesUnchanged: entities - consumes,
      entitiesRetained: 0,
      removalsHeld: 0,
      byType: {},
      apiRelationships: {
        componentsWithApis: 10,
        totalProvidesApis: 10,
        totalConsumesApis: consumes,
      },
    },
  };
}

describe('checkOutcome', () => {
  it('takes a sync that has found everything', () => {
    expect(() => checkOutcome(record(), 0, EXPECTED)).not.toThrow();
  });

  it.each([
    ['has not found the changed build file', record({ consumes: 0 }), 0],
    ['has left out an application', record({ entities: 12 }), 0],
    [
      'has ended in part',
      { ...record(), status: 'PARTIAL_SUCCESS' as const },
      0,
    ],
    ['was refused a request', record(), 1],
  ])('fails if the sync %s', (_, sync, refused) => {
    expect(() => checkOutcome(sync, refused, EXPECTED)).toThrow(
      'The sync came to',
    );
  });

  it('takes refused requests where the limit is low', () => {
    const expected = { ...EXPECTED, mayBeRefused: true };
    expect(() => checkOutcome(record(), 7, expected)).not.toThrow();
  });
});
