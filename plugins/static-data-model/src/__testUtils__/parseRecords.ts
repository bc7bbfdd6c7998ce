import { SyncFinding } from '@internal/plugin-static-data-common';
import { SourceFile, UnreadableInput } from '../files/SourceFile';
import { AppliedEntity, Kind, SourceRecord } from '../kinds/Kind';

/** Reads the records of one kind. */
export async function parseRecords<Item extends SourceRecord>(
  kind: Kind<Item>,
  files: SourceFile[],
  path = files[0].path,
  boundedContexts: { id: string; name?: string }[] = [],
  applied: AppliedEntity[] = [],
) {
  const findings: SyncFinding[] = [];
  const unreadable: UnreadableInput[] = [];
  const records = await kind.parse(path, files, {
    report: finding => void findings.push(finding),
    reportUnreadable: input => void unreadable.push(input),
    yieldWhenDue: async () => {},
    boundedContexts: () => boundedContexts,
    applied,
  });
  return { records, findings, unreadable };
}
