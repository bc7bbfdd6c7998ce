import { SyncFinding } from '@internal/plugin-static-data-common';
import { countOf, limitFindings } from './findings';

const finding = (overrides: Partial<SyncFinding> = {}): SyncFinding => ({
  severity: 'warning',
  phase: 'PARSE',
  code: 'SCHEMA',
  message: 'Odd',
  hint: 'Mend it.',
  ...overrides,
});

describe('limitFindings', () => {
  it('leaves as many as it may be as they are', () => {
    const findings = [finding(), finding({ severity: 'error' })];
    expect(limitFindings(findings, 1)).toEqual(findings);
  });

  it('counts the others of a code and severity in one', () => {
    const first = finding({ file: 'first' });
    const other = finding({ code: 'SYNTAX' });
    const limited = limitFindings(
      [first, finding(), other, finding(), finding({ count: 5 })],
      1,
    );
    expect(limited).toEqual([
      first,
      other,
      finding({
        message: '7 more warnings with the code SCHEMA are not listed',
        count: 7,
      }),
    ]);
    const counts = limited.map(countOf);
    expect(counts).toEqual([1, 1, 7]);
  });
});
