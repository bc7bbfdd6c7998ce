import { createFinding } from '../__testUtils__';
import { groupFindings } from './groupFindings';

describe('groupFindings', () => {
  it('puts together what takes the same thing to mend, in the order of its first', () => {
    const findings = [
      createFinding({ message: '1' }),
      createFinding({ message: '2', code: 'SCHEMA' }),
      createFinding({ message: '3', state: 'known' }),
      createFinding({ message: '4', hint: 'Something else.' }),
      createFinding({ message: '5', severity: 'warning' }),
    ];

    expect(
      groupFindings(findings).map(group =>
        group.findings.map(({ message }) => message),
      ),
    ).toEqual([['1', '3'], ['2'], ['4'], ['5']]);
  });

  it('keeps what was fixed apart', () => {
    const [open, fixed] = groupFindings([
      createFinding(),
      createFinding({ state: 'fixed' }),
    ]);

    expect(open.fixed).toBe(false);
    expect(fixed.fixed).toBe(true);
  });
});
