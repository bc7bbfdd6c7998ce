import { decodeFile, toTooLargeFile } from '../files/readText';
import { SourceFile } from '../files/SourceFile';

/** Paths of the source format. */
export const SOURCE_PATHS = {
  applications: 'data/applications.json',
  squads: 'data/squads.json',
  boundedContexts: 'data/bounded-contexts.json',
  domains: 'data/domains.json',
  contracts: 'contracts',
};

/** A file of a source; anything but text and bytes becomes JSON. */
export function sourceFile(path: string, content: unknown): SourceFile {
  const text =
    typeof content === 'string' ? content : JSON.stringify(content, null, 2);
  const bytes = Buffer.isBuffer(content) ? content : Buffer.from(text);
  return decodeFile(path, bytes);
}

/** A file over the limit. */
export function tooLargeFile(path: string): SourceFile {
  return toTooLargeFile(path, 6 * 1024 * 1024);
}

/** The files of a source that has some records, or none. */
export function sourceFiles(
  records: Partial<Record<keyof typeof SOURCE_PATHS, unknown>> = {},
  contracts: Record<string, string> = {},
): SourceFile[] {
  return [
    sourceFile(SOURCE_PATHS.applications, records.applications ?? []),
    sourceFile(SOURCE_PATHS.squads, records.squads ?? []),
    sourceFile(SOURCE_PATHS.boundedContexts, records.boundedContexts ?? []),
    sourceFile(SOURCE_PATHS.domains, records.domains ?? []),
    ...Object.entries(contracts).map(([path, text]) =>
      sourceFile(`${SOURCE_PATHS.contracts}/${path}`, text),
    ),
  ];
}
