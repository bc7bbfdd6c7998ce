import { RecordedFinding } from '@internal/plugin-static-data-common';

/** Findings that are alike: of one kind, with the same thing to do about them. */
export interface FindingGroup
  extends Pick<RecordedFinding, 'severity' | 'code' | 'hint'> {
  /** Whether the sync before had them and this one does not. */
  fixed: boolean;
  findings: RecordedFinding[];
}

/** Findings by what is to be done about them, in the order in which they come. */
export function groupFindings(findings: RecordedFinding[]): FindingGroup[] {
  const groups = new Map<string, FindingGroup>();
  for (const finding of findings) {
    const { severity, code, hint } = finding;
    const fixed = finding.state === 'fixed';
    const key = JSON.stringify([fixed, severity, code, hint]);
    const group = groups.get(key) ?? {
      severity,
      code,
      hint,
      fixed,
      findings: [],
    };
    group.findings.push(finding);
    groups.set(key, group);
  }
  return [...groups.values()];
}
