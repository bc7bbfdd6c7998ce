import {
  HeldRemoval,
  RecordedFinding,
} from '@internal/plugin-static-data-common';
import {
  describeDigest,
  emptyDigest,
  isWorthTelling,
  OwnerDigest,
  toOwnerDigests,
} from './ownerDigests';

const red = 'group:default/red';
const blue = 'group:default/blue';
const sync = { id: 'sync' };

function digest(parts: Partial<OwnerDigest> = {}): OwnerDigest {
  return { ...emptyDigest(red), ...parts };
}

describe('toOwnerDigests', () => {
  it('puts together findings, removals, and removals that are held since this sync', () => {
    const held = (owner: string | undefined, heldBySyncId: string) =>
      ({ owner, heldBySyncId } as HeldRemoval);
    const total = { owner: red, severity: 'error', lasting: 0 } as const;
    expect(
      toOwnerDigests(
        sync,
        [
          { ...total, state: 'new', count: 3, lasting: 2 },
          { ...total, state: 'known', count: 4, lasting: 4 },
          { ...total, severity: 'warning', state: 'new', count: 1 },
          { ...total, state: 'fixed', count: 5, lasting: 5 },
        ],
        new Map([[blue, 7]]),
        [
          held(blue, 'sync'),
          held(blue, 'earlier'),
          held(red, 'earlier'),
          held(undefined, 'sync'),
        ],
      ),
    ).toEqual([
      { ...emptyDigest(blue), removed: 7, held: 1 },
      digest({
        errors: 7,
        warnings: 1,
        lasting: 6,
        newErrors: 3,
        newWarnings: 1,
        fixed: 5,
      }),
    ]);
  });
});

describe('isWorthTelling', () => {
  it.each<[Partial<OwnerDigest>, boolean, boolean]>([
    [{}, false, false],
    [{ errors: 2, lasting: 2 }, true, false],
    [{ errors: 2, lasting: 2 }, false, true],
    [{ errors: 2, lasting: 2, newErrors: 1 }, true, true],
    [{ errors: 2, lasting: 2, fixed: 1 }, true, true],
    [{ warnings: 1, newWarnings: 1 }, false, true],
    [{}, true, true],
    [{ removed: 1 }, false, true],
    [{ held: 1 }, false, true],
  ])('of %j, if open was told: %p, is %p', (parts, isToldOpen, expected) => {
    expect(isWorthTelling(digest(parts), isToldOpen)).toBe(expected);
  });
});

describe('describeDigest', () => {
  const source = { id: 'default', isOnlyOne: true };
  const describe = (
    parts: Partial<OwnerDigest>,
    findings: RecordedFinding[] = [],
  ) => describeDigest(source, sync, digest(parts), findings);

  it('says how many findings there are, how many are new, and the first of those', () => {
    const finding = (message: string) =>
      ({ message, file: 'data/a.json', line: 3 } as RecordedFinding);
    expect(
      describe({ errors: 2, warnings: 1, newErrors: 1, fixed: 4, removed: 1 }, [
        finding('It is wrong'),
        { ...finding('x'.repeat(400)), file: undefined },
      ]),
    ).toEqual({
      title: '3 findings concern red',
      description: `2 errors and 1 warning now. 1 new, 4 fixed in this sync. 1 entity was removed from the catalog. data/a.json:3: It is wrong. ${'x'.repeat(
        299,
      )}….`,
      severity: 'high',
      link: '/static-data-settings/syncs/sync?tab=findings&owner=group%3Adefault%2Fred',
      topic: 'static-data',
      scope: 'static-data:owner:default:group:default/red',
    });
  });

  it('says that there are no findings any more', () => {
    expect(describe({ fixed: 2 })).toMatchObject({
      title: 'No findings concern red any more',
      description: '2 fixed in this sync.',
      severity: 'normal',
    });
    expect(describe({})).toMatchObject({
      title: 'No findings concern red any more',
      link: '/static-data-settings/syncs/sync',
    });
  });

  it('says what was removed, and what is held back', () => {
    expect(describe({ removed: 2 })).toMatchObject({
      title: '2 entities of red were removed from the catalog',
      link: '/static-data-settings/syncs/sync?tab=changes&change=removed',
    });
    expect(describe({ held: 1 })).toMatchObject({
      title: '1 removal of what red owns is held back',
      severity: 'high',
      link: '/static-data-settings/syncs/sync?tab=changes&change=held',
    });
  });

  it('names the source where there are several, and owners whose name does not say enough', () => {
    expect(
      describeDigest(
        { id: 'core', isOnlyOne: false },
        sync,
        { ...digest({ warnings: 1 }), owner: 'user:default/ada' },
        [],
      ),
    ).toMatchObject({
      title: 'core: 1 finding concerns user:default/ada',
      scope: 'static-data:owner:core:user:default/ada',
    });
  });
});
