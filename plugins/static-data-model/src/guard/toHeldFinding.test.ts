import { toHeldFinding } from './toHeldFinding';

describe('toHeldFinding', () => {
  it('says what holds the removals, and both ways out', () => {
    const finding = toHeldFinding(['first rule', 'second rule']);
    expect(finding).toMatchObject({
      severity: 'warning',
      code: 'REMOVALS_HELD',
      message: 'Removals are held back: first rule; second rule',
    });
    expect(finding.hint).toContain('restore the source');
    expect(finding.hint).toContain('POST /held-removals/approve');
  });
});
