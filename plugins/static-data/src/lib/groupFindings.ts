import { RecordedFinding } from '@internal/plugin-static-data-common';

/** Findings of one kind. */
export interface FindingGroup
  extends Pick<RecordedFinding, 'severity' | 'code'> {
  /** Whether the sync before had them and this one does not. */
  fixed: boolean;
  /** What can be done about them, where it is the same for all. */
  hint?: string;
  findings: RecordedFinding[];
}

/** Findings by their kind, in the order in which they come. */
export function groupFindings(findings: RecordedFinding[]): FindingGroup[] {
  const groups = new Map<string, FindingGroup>();
  for (const finding of findings) {
    const { severity, code, hint } = finding;
    const fixed = finding.state === 'fixed';
    const key = JSON.stringify([fixed, severity, code]);
    const group = groups.get(key);
    if (!group) {
      groups.set(key, { severity, code, fixed, hint, findings: [finding] });
    } else {
      group.findings.push(finding);
      group.hint = group.hint === hint ? hint : undefined;
    }
  }
  return [...groups.values()];
}
