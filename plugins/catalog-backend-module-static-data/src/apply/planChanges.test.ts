import { Entity } from '@backstage/catalog-model';
import { HashedEntity, SnapshotDiff } from '@internal/plugin-static-data-model';
import { isFullApplyDue, toCatalogChange } from './planChanges';

const HOUR = 3_600_000;
const STATE = {
  lastAppliedAt: '2026-01-01T12:00:00.000Z',
  lastFullApplyAt: '2026-01-01T00:00:00.000Z',
};

describe('isFullApplyDue', () => {
  const ask = (overrides: Partial<Parameters<typeof isFullApplyDue>[0]> = {}) =>
    isFullApplyDue({
      state: STATE,
      startTime: '2026-01-01T13:00:00.000Z',
      reconcileMs: 24 * HOUR,
      failuresSince: [],
      ...overrides,
    });

  it('is not before the reconcile interval is over', () => {
    expect(ask()).toBe(false);
    expect(ask({ startTime: '2026-01-01T23:59:59.999Z' })).toBe(false);
  });

  it('is when the reconcile interval is over', () => {
    expect(ask({ startTime: '2026-01-02T00:00:00.000Z' })).toBe(true);
  });

  it('is when nothing was ever applied, or when nobody knows', () => {
    expect(ask({ state: {} })).toBe(true);
    expect(ask({ state: { lastAppliedAt: STATE.lastAppliedAt } })).toBe(true);
  });

  it('is after a sync that ended while the catalog was being told', () => {
    const failure = (phase: 'FETCH' | 'CATALOG_APPLY') => ({
      errors: [
        { phase, code: 'INTERRUPTED' as const, error: 'Died', hint: 'Wait.' },
      ],
    });
    expect(ask({ failuresSince: [failure('FETCH')] })).toBe(false);
    expect(
      ask({ failuresSince: [failure('FETCH'), failure('CATALOG_APPLY')] }),
    ).toBe(true);
  });
});

describe('toCatalogChange', () => {
  const entity = (name: string): Entity => ({
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name },
  });
  const hashed = (name: string): HashedEntity => ({
    entity: entity(name),
    entityRef: `component:default/${name}`,
    hash: 'hash',
    sourceFile: 'file.json',
  });
  const EMPTY: SnapshotDiff = {
    added: [],
    updated: [],
    unchanged: [],
    removed: [],
    retained: [],
  };

  it('is nothing when nothing changed', () => {
    expect(
      toCatalogChange({
        fullApply: false,
        entities: [entity('a')],
        diff: EMPTY,
        removedRefs: [],
        resentRefs: [],
      }),
    ).toEqual({ type: 'delta', upserts: [], removedRefs: [] });
  });

  it('is what changed', () => {
    expect(
      toCatalogChange({
        fullApply: false,
        entities: [entity('a'), entity('b'), entity('c')],
        diff: {
          ...EMPTY,
          added: [hashed('a')],
          updated: [{ ...hashed('b'), previousHash: 'old' }],
        },
        removedRefs: ['component:default/gone'],
        resentRefs: [],
      }),
    ).toEqual({
      type: 'delta',
      upserts: [entity('a'), entity('b')],
      removedRefs: ['component:default/gone'],
    });
  });

  it('includes what the catalog has lost, each entity once', () => {
    expect(
      toCatalogChange({
        fullApply: false,
        entities: [entity('a'), entity('b'), entity('c')],
        diff: { ...EMPTY, added: [hashed('a')] },
        removedRefs: [],
        resentRefs: ['component:default/a', 'component:default/c'],
      }),
    ).toEqual({
      type: 'delta',
      upserts: [entity('a'), entity('c')],
      removedRefs: [],
    });
  });

  it('is everything when that is due, although nothing changed', () => {
    expect(
      toCatalogChange({
        fullApply: true,
        entities: [entity('a')],
        diff: EMPTY,
        removedRefs: [],
        resentRefs: [],
      }),
    ).toEqual({ type: 'full', entities: [entity('a')] });
  });
});
