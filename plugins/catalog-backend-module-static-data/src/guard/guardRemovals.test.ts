import { SnapshotEntry } from '@internal/plugin-static-data-node';
import { guardRemovals } from './guardRemovals';

const LIMITS = { maxRemovalPercent: 20, minRemovals: 5 };

function entries(kind: string, count: number): SnapshotEntry[] {
  return Array.from({ length: count }, (_, index) => ({
    entityRef: `${kind.toLowerCase()}:default/${index}`,
    kind,
    hash: 'hash',
    sourceFile: 'file.json',
  }));
}

describe('guardRemovals', () => {
  it('lets an ordinary removal through', () => {
    const applied = entries('Component', 100);
    const removals = applied.slice(0, 4);
    expect(guardRemovals(applied, removals, [], LIMITS)).toEqual({
      allowed: removals,
      held: [],
      reasons: [],
    });
  });

  it('lets exactly the configured share through', () => {
    const applied = entries('Component', 100);
    expect(
      guardRemovals(applied, applied.slice(0, 20), [], LIMITS).held,
    ).toEqual([]);
  });

  it('holds all removals when they are more than the share of all entities', () => {
    const applied = [...entries('Component', 80), ...entries('API', 20)];
    const removals = [...applied.slice(0, 20), applied[80]];
    const verdict = guardRemovals(applied, removals, [], LIMITS);
    expect(verdict.allowed).toEqual([]);
    expect(verdict.held).toEqual(removals);
    expect(verdict.reasons).toEqual([
      '21 of 100 entities would be removed, more than 20 %',
    ]);
  });

  it('holds the removals of one kind when they are more than its share', () => {
    const components = entries('Component', 100);
    const apis = entries('API', 10);
    const removals = [components[0], ...apis.slice(0, 6)];
    const verdict = guardRemovals(
      [...components, ...apis],
      removals,
      [],
      LIMITS,
    );
    expect(verdict.allowed).toEqual([components[0]]);
    expect(verdict.held).toEqual(apis.slice(0, 6));
    expect(verdict.reasons).toEqual([
      '6 of 10 entities of kind API would be removed, more than 20 %',
    ]);
  });

  it('never holds fewer removals than the minimum for their share', () => {
    const applied = entries('Component', 6);
    expect(
      guardRemovals(applied, applied.slice(0, 4), [], LIMITS).held,
    ).toEqual([]);
  });

  it('holds the last entities of a kind however few they are', () => {
    const components = entries('Component', 100);
    const domains = entries('Domain', 2);
    const verdict = guardRemovals(
      [...components, ...domains],
      domains,
      [],
      LIMITS,
    );
    expect(verdict.held).toEqual(domains);
    expect(verdict.reasons).toEqual([
      'all 2 entities of kind Domain would be removed',
    ]);
  });

  it('lets the last entities of a kind go when others of the kind come', () => {
    const components = entries('Component', 100);
    const domains = entries('Domain', 2);
    const verdict = guardRemovals(
      [...components, ...domains],
      domains,
      [{ kind: 'Domain' }],
      LIMITS,
    );
    expect(verdict.allowed).toEqual(domains);
  });

  it('holds nothing when the whole share is allowed, but an emptied kind', () => {
    const components = entries('Component', 100);
    const apis = entries('API', 10);
    const verdict = guardRemovals(
      [...components, ...apis],
      [...components.slice(0, 99), ...apis],
      [],
      { ...LIMITS, maxRemovalPercent: 100 },
    );
    expect(verdict.allowed).toEqual(components.slice(0, 99));
    expect(verdict.held).toEqual(apis);
  });
});
