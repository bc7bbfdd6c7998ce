import { Entity } from '@backstage/catalog-model';
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
      unappliedSince: [],
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
    expect(ask({ unappliedSince: [failure('FETCH')] })).toBe(false);
    expect(
      ask({ unappliedSince: [failure('FETCH'), failure('CATALOG_APPLY')] }),
    ).toBe(true);
  });
});

describe('toCatalogChange', () => {
  const entity = (name: string): Entity => ({
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name },
  });
  const plan = (sent: string[], removedRefs: string[], replacesAll = false) =>
    toCatalogChange({
      replacesAll,
      entities: [entity('a'), entity('b'), entity('c')],
      sentRefs: new Set(sent),
      removedRefs,
    });

  it('is nothing when nothing is to be sent', () => {
    expect(plan([], [])).toEqual({
      type: 'delta',
      upserts: [],
      removedRefs: [],
    });
  });

  it('is what is to be sent, and to be removed', () => {
    expect(
      plan(
        ['component:default/a', 'component:default/c'],
        ['component:default/gone'],
      ),
    ).toEqual({
      type: 'delta',
      upserts: [entity('a'), entity('c')],
      removedRefs: ['component:default/gone'],
    });
  });

  it('is everything, in the place of what the catalog has', () => {
    expect(plan([], [], true)).toEqual({
      type: 'full',
      entities: [entity('a'), entity('b'), entity('c')],
    });
  });
});
