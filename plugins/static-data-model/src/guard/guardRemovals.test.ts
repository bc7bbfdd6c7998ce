import { SnapshotEntry } from '../diff/diffSnapshot';
import { GuardVerdict, guardRemovals } from './guardRemovals';

const LIMITS = { maxRemovalPercent: 20, minRemovals: 5 };
const NOTHING_KNOWN = { held: new Set<string>(), approved: new Set<string>() };

function entries(kind: string, count: number): SnapshotEntry[] {
  return Array.from({ length: count }, (_, index) => ({
    entityRef: `${kind.toLowerCase()}:default/${index}`,
    kind,
    hash: 'hash',
    sourceFile: 'file.json',
  }));
}

function refs(list: SnapshotEntry[]): string[] {
  return list.map(({ entityRef }) => entityRef);
}

function heldRefs(verdict: GuardVerdict): string[] {
  return refs(verdict.held);
}

function known(decided: { held: SnapshotEntry[]; approved?: SnapshotEntry[] }) {
  return {
    held: new Set(refs(decided.held)),
    approved: new Set(refs(decided.approved ?? [])),
  };
}

const HELD_BEFORE = 'held since an earlier sync, and not approved';

describe('guardRemovals', () => {
  it('lets an ordinary removal through', () => {
    const applied = entries('Component', 100);
    const removals = applied.slice(0, 4);
    expect(guardRemovals(applied, removals, [], LIMITS, NOTHING_KNOWN)).toEqual(
      {
        allowed: removals,
        held: [],
        reasons: [],
      },
    );
  });

  it('lets exactly the configured share through', () => {
    const applied = entries('Component', 100);
    expect(
      guardRemovals(applied, applied.slice(0, 20), [], LIMITS, NOTHING_KNOWN)
        .held,
    ).toEqual([]);
  });

  it('holds all removals when they are more than the share of all entities', () => {
    const applied = [...entries('Component', 80), ...entries('API', 20)];
    const removals = [...applied.slice(0, 20), applied[80]];
    const verdict = guardRemovals(applied, removals, [], LIMITS, NOTHING_KNOWN);
    expect(verdict.allowed).toEqual([]);
    expect(heldRefs(verdict)).toEqual(refs(removals));
    expect(verdict.reasons).toEqual([
      '21 of 100 entities would be removed, more than 20%',
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
      NOTHING_KNOWN,
    );
    expect(verdict.allowed).toEqual([components[0]]);
    expect(heldRefs(verdict)).toEqual(refs(apis.slice(0, 6)));
    expect(verdict.reasons).toEqual([
      '6 of 10 entities of kind API would be removed, more than 20%',
    ]);
  });

  it('never holds fewer removals than the minimum for their share', () => {
    const applied = entries('Component', 6);
    expect(
      guardRemovals(applied, applied.slice(0, 4), [], LIMITS, NOTHING_KNOWN)
        .held,
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
      NOTHING_KNOWN,
    );
    expect(heldRefs(verdict)).toEqual(refs(domains));
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
      NOTHING_KNOWN,
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
      NOTHING_KNOWN,
    );
    expect(verdict.allowed).toEqual(components.slice(0, 99));
    expect(heldRefs(verdict)).toEqual(refs(apis));
  });

  it('says of every held removal which rule holds it', () => {
    const components = entries('Component', 100);
    const apis = entries('API', 10);
    const domains = entries('Domain', 2);
    const verdict = guardRemovals(
      [...components, ...apis, ...domains],
      [...apis.slice(0, 6), ...domains],
      [],
      LIMITS,
      NOTHING_KNOWN,
    );
    const ofApis =
      '6 of 10 entities of kind API would be removed, more than 20%';
    const ofDomains = 'all 2 entities of kind Domain would be removed';
    expect(verdict.reasons).toEqual([ofApis, ofDomains]);
    expect(verdict.held).toEqual([
      ...apis.slice(0, 6).map(entry => ({ ...entry, reason: ofApis })),
      ...domains.map(entry => ({ ...entry, reason: ofDomains })),
    ]);
  });

  describe('with removals that an earlier sync held', () => {
    it('holds them although the limits would let them through', () => {
      const applied = entries('Component', 100);
      const [heldBefore, fresh] = applied;
      const verdict = guardRemovals(
        applied,
        [heldBefore, fresh],
        [],
        LIMITS,
        known({ held: [heldBefore] }),
      );
      expect(verdict).toEqual({
        allowed: [fresh],
        held: [{ ...heldBefore, reason: HELD_BEFORE }],
        reasons: [`1 removal is ${HELD_BEFORE}`],
      });
    });

    it('names the rule that holds them now, where there is one', () => {
      const applied = [...entries('Component', 100), ...entries('Domain', 2)];
      const domains = applied.slice(100);
      const reason = 'all 2 entities of kind Domain would be removed';
      const verdict = guardRemovals(
        applied,
        [...applied.slice(0, 2), ...domains],
        [],
        LIMITS,
        known({ held: [...applied.slice(0, 2), ...domains] }),
      );
      expect(verdict.held.map(entry => entry.reason)).toEqual([
        HELD_BEFORE,
        HELD_BEFORE,
        reason,
        reason,
      ]);
      expect(verdict.reasons).toEqual([
        reason,
        `2 removals are ${HELD_BEFORE}`,
      ]);
    });

    it('counts them as removals, so that others are held with them', () => {
      const applied = entries('Component', 100);
      const verdict = guardRemovals(
        applied,
        applied.slice(0, 21),
        [],
        LIMITS,
        known({ held: applied.slice(0, 20) }),
      );
      expect(verdict.allowed).toEqual([]);
      expect(verdict.reasons).toEqual([
        '21 of 100 entities would be removed, more than 20%',
      ]);
    });

    it('forgets those whose removal is not asked for any more', () => {
      const applied = entries('Component', 100);
      expect(
        guardRemovals(
          applied,
          [applied[1]],
          [],
          LIMITS,
          known({ held: [applied[0]] }),
        ),
      ).toEqual({ allowed: [applied[1]], held: [], reasons: [] });
    });
  });

  describe('with removals that a person approved', () => {
    it('lets them through, however many they are', () => {
      const applied = entries('Component', 100);
      const removals = applied.slice(0, 90);
      expect(
        guardRemovals(
          applied,
          removals,
          [],
          LIMITS,
          known({ held: removals, approved: removals }),
        ),
      ).toEqual({ allowed: removals, held: [], reasons: [] });
    });

    it('lets the last entities of a kind through', () => {
      const domains = entries('Domain', 2);
      const verdict = guardRemovals(
        [...entries('Component', 100), ...domains],
        domains,
        [],
        LIMITS,
        known({ held: domains, approved: domains }),
      );
      expect(verdict.allowed).toEqual(domains);
    });

    it('does not count them against other removals', () => {
      const applied = entries('Component', 100);
      const approved = applied.slice(0, 20);
      const others = applied.slice(20, 24);
      const verdict = guardRemovals(
        applied,
        [...approved, ...others],
        [],
        LIMITS,
        known({ held: approved, approved }),
      );
      expect(verdict.allowed).toEqual([...approved, ...others]);
    });

    it('takes the share of other removals of what is left', () => {
      const applied = entries('Component', 100);
      const approved = applied.slice(0, 50);
      const others = applied.slice(50, 61);
      const verdict = guardRemovals(
        applied,
        [...approved, ...others],
        [],
        LIMITS,
        known({ held: approved, approved }),
      );
      expect(verdict.allowed).toEqual(approved);
      expect(heldRefs(verdict)).toEqual(refs(others));
      expect(verdict.reasons).toEqual([
        '11 of 50 entities would be removed, more than 20%',
      ]);
    });

    it('holds the rest of a kind that they would leave empty together', () => {
      const domains = entries('Domain', 10);
      const approved = domains.slice(0, 9);
      const verdict = guardRemovals(
        [...entries('Component', 100), ...domains],
        domains,
        [],
        LIMITS,
        known({ held: approved, approved }),
      );
      expect(verdict.allowed).toEqual(approved);
      expect(heldRefs(verdict)).toEqual([domains[9].entityRef]);
      expect(verdict.reasons).toEqual([
        'the last entity of kind Domain would be removed',
      ]);
    });

    it('lets through only what is approved of what was held together', () => {
      const domains = entries('Domain', 2);
      const verdict = guardRemovals(
        [...entries('Component', 100), ...domains],
        domains,
        [],
        LIMITS,
        known({ held: domains, approved: [domains[0]] }),
      );
      expect(verdict.allowed).toEqual([domains[0]]);
      expect(heldRefs(verdict)).toEqual([domains[1].entityRef]);
    });

    it('removes nothing that the source still has', () => {
      const applied = entries('Component', 100);
      expect(
        guardRemovals(
          applied,
          [],
          [],
          LIMITS,
          known({ held: applied, approved: applied }),
        ),
      ).toEqual({ allowed: [], held: [], reasons: [] });
    });
  });
});
