import { createFinding } from '../__testUtils__';
import { groupFindings } from './groupFindings';

describe('groupFindings', () => {
  it('puts together what is of one kind, in the order of its first', () => {
    const findings = [
      createFinding({ message: '1' }),
      createFinding({ message: '2', code: 'SCHEMA' }),
      createFinding({ message: '3', state: 'known' }),
      createFinding({ message: '4', severity: 'warning' }),
    ];

    expect(
      groupFindings(findings).map(group =>
        group.findings.map(({ message }) => message),
      ),
    ).toEqual([['1', '3'], ['2'], ['4']]);
  });

  it('has a hint where all of a kind take the same thing to mend', () => {
    const [same] = groupFindings([createFinding(), createFinding()]);
    const [different] = groupFindings([
      createFinding({ hint: 'Correct a.' }),
      createFinding({ hint: 'Correct b.' }),
      createFinding({ hint: 'Correct a.' }),
    ]);

    expect(same.hint).toBe(createFinding().hint);
    expect(different.hint).toBeUndefined();
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
