import { createYielder, sortYielding } from '../async';
import {
  compareByPath,
  SourceFile,
  UnreadableInput,
} from '../files/SourceFile';
import { ReportFinding, SyncFindingError } from '../findings';
import { ContractDocumentCache } from '../kinds/contracts/contractDocument';
import { AppliedEntity, ParseContext, SourceRecord } from '../kinds/Kind';
import {
  KIND_ENTRIES,
  ParsedSource,
  SourceFilesConfig,
  SourceRecords,
} from '../kinds/kinds';
import { candidatesOf } from '../kinds/recordFilePath';
import { dataFilesOf, isBelow } from './sourcePaths';

/**
 * Options for reading a source.
 *
 * @public
 */
export interface ParseSourceOptions {
  files: SourceFilesConfig;
  /** The entities as they were last applied to the catalog: none by default. */
  applied?: AppliedEntity[];
  report: ReportFinding;
  /** Aborts the parsing, which yields to the event loop. */
  signal: AbortSignal;
  /** Called with the number of contracts, by far the most files, that are done. */
  onProgress?: (done: number, total: number) => void;
  /** Kept from sync to sync, it saves parsing contracts that did not change. */
  contractCache?: ContractDocumentCache;
}

/**
 * Reads all records of a source. What cannot be read is reported and listed as unreadable.
 *
 * @throws SyncFindingError if a required file is missing
 * @public
 */
export async function parseSource(
  files: SourceFile[],
  options: ParseSourceOptions,
): Promise<ParsedSource> {
  const { files: paths, report, signal, onProgress } = options;
  const dataFiles = new Set(dataFilesOf(paths));
  const dataFilesByPath = new Map(
    files
      .filter(({ path }) => dataFiles.has(path))
      .map(file => [file.path, file]),
  );
  requireFiles(dataFilesByPath, paths);
  const records: Record<string, SourceRecord[]> = {};
  const unreadable: UnreadableInput[] = [];
  const context: ParseContext = {
    report,
    reportUnreadable: input => void unreadable.push(input),
    yieldWhenDue: createYielder(signal),
    onProgress,
    contractCache: options.contractCache,
    boundedContexts: () =>
      (records as Partial<SourceRecords>).boundedContexts ?? [],
    applied: options.applied ?? [],
  };
  for (const [key, kind] of KIND_ENTRIES) {
    await context.yieldWhenDue();
    const path = paths[key];
    const own =
      kind.place.type === 'file'
        ? candidatesOf(path).flatMap(
            candidate => dataFilesByPath.get(candidate) ?? [],
          )
        : await sortYielding(
            files.filter(
              file => isBelow(path, file) && !dataFiles.has(file.path),
            ),
            compareByPath,
            context.yieldWhenDue,
          );
    records[key] = await kind.parse(path, own, context);
  }
  return { ...(records as SourceRecords), unreadable };
}

/**
 * The number of records of every kind, in words.
 *
 * @public
 */
export function describeRecords(parsed: ParsedSource): string {
  return KIND_ENTRIES.map(
    ([key, { plural }]) => `${parsed[key].length} ${plural}`,
  ).join(', ');
}

function requireFiles(
  existing: Map<string, SourceFile>,
  paths: SourceFilesConfig,
): void {
  const missing = KIND_ENTRIES.filter(([, { place }]) => place.isRequired)
    .map(([key]) => paths[key])
    .filter(path => !candidatesOf(path).some(it => existing.has(it)));
  if (missing.length > 0) {
    throw new SyncFindingError({
      phase: 'FETCH',
      code: 'NOT_FOUND',
      file: missing[0],
      message: `The source has no file ${missing.join(' and no file ')}`,
      hint: 'Add the file to the source, or set its path under staticData.files. A source without records of a kind has a file with an empty array.',
    });
  }
}
