import { SourceFilesConfig } from '../source/SourceFile';
import { ReportFinding, SyncStepError } from '../findings';
import { SourceFile } from '../source/SourceFile';
import { applicationFormat } from './applications';
import { boundedContextFormat } from './boundedContexts';
import { ContractDocumentCache } from './ContractDocumentCache';
import { parseContract } from './contracts';
import { createYielder } from '../async';
import { domainFormat } from './domains';
import { parseRecords, RecordFormat } from './parseRecords';
import { squadFormat } from './squads';
import { ParsedSource, SourceLocation } from './types';

export interface ParseSourceOptions {
  files: SourceFilesConfig;
  report: ReportFinding;
  signal: AbortSignal;
  /** Told how many of the contracts, by far the most files, are done. */
  onProgress?: (done: number, total: number) => void;
  /** Kept from sync to sync, it spares the parsing of contracts that did not change. */
  contractCache?: ContractDocumentCache;
}

/**
 * Reads all records of a source. What cannot be read is reported and listed as unreadable.
 *
 * @throws SyncStepError if a file is missing that every source has
 */
export async function parseSource(
  files: SourceFile[],
  options: ParseSourceOptions,
): Promise<ParsedSource> {
  const { files: paths, report, signal } = options;
  const parsed: ParsedSource = {
    applications: [],
    squads: [],
    boundedContexts: [],
    domains: [],
    contracts: [],
    unreadable: [],
  };
  const breathe = createYielder(signal);
  const fileByPath = new Map(files.map(file => [file.path, file]));
  requireFiles(fileByPath, [
    paths.applications,
    paths.squads,
    paths.boundedContexts,
  ]);

  const readRecords = async <Fields extends { id: string }>(
    path: string,
    format: RecordFormat<Fields>,
  ): Promise<(Fields & { location: SourceLocation })[]> => {
    await breathe();
    const file = fileByPath.get(path);
    if (!file) {
      // Records of a file that is gone were not read, so they may not be removed either.
      parsed.unreadable.push({ file: path });
      return [];
    }
    const { records, findings, unreadable } = await parseRecords(
      file,
      format,
      breathe,
    );
    findings.forEach(report);
    parsed.unreadable = parsed.unreadable.concat(unreadable);
    return records;
  };
  parsed.applications = await readRecords(
    paths.applications,
    applicationFormat,
  );
  parsed.squads = await readRecords(paths.squads, squadFormat);
  parsed.boundedContexts = await readRecords(
    paths.boundedContexts,
    boundedContextFormat,
  );
  parsed.domains = await readRecords(paths.domains, domainFormat);

  const cache = options.contractCache ?? new ContractDocumentCache();
  cache.beginPass();
  const contracts = contractFiles(files, paths);
  for (const [index, file] of contracts.entries()) {
    options.onProgress?.(index, contracts.length);
    await breathe();
    const { record, finding, unreadable } = parseContract(
      file,
      paths.contracts,
      cache,
    );
    if (record) {
      parsed.contracts.push(record);
    }
    if (finding) {
      report(finding);
    }
    if (unreadable) {
      parsed.unreadable.push(unreadable);
    }
  }
  return parsed;
}

function requireFiles(
  fileByPath: Map<string, SourceFile>,
  paths: string[],
): void {
  const missing = paths.filter(path => !fileByPath.has(path));
  if (missing.length > 0) {
    throw new SyncStepError({
      phase: 'FETCH',
      code: 'NOT_FOUND',
      file: missing[0],
      message: `The source has no file ${missing.join(' and no file ')}`,
      hint: 'Add the file to the source, or set its path under staticData.files. A source without records of a kind has a file with an empty array.',
    });
  }
}

/** In an order that does not depend on how the source was read. */
function contractFiles(
  files: SourceFile[],
  paths: SourceFilesConfig,
): SourceFile[] {
  const recordFiles = new Set([
    paths.applications,
    paths.squads,
    paths.boundedContexts,
    paths.domains,
  ]);
  return files
    .filter(
      ({ path }) =>
        path.startsWith(`${paths.contracts}/`) && !recordFiles.has(path),
    )
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}
