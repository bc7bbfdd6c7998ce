import { hash } from 'node:crypto';
import { createYielder } from '../async';
import { lineOfOffset } from '../files/readText';
import { SourceFile } from '../files/SourceFile';
import { ParseContext } from '../kinds/Kind';
import { KIND_ENTRIES, SourceFilesConfig } from '../kinds/kinds';
import { candidatesOf } from '../kinds/recordFilePath';

/**
 * A record in one version of its file.
 *
 * @public
 */
export interface FiledRecord {
  /** A digest that is equal for equal records, wherever in the file they are and however they are written. */
  content: string;
  /** Its first line, 1-based. */
  start: number;
  /** The last line before the next record. */
  end: number;
}

/**
 * One version of a file that holds many records.
 *
 * @public
 */
export interface RecordFile {
  text: string;
  /** By the ref of the entity that a record becomes. */
  records: Map<string, FiledRecord>;
}

/**
 * Reads one version of a file that holds many records, to be compared with others.
 *
 * @returns undefined unless all of its records are valid: of others it is not known what they say
 * @public
 */
export async function readRecordFile(
  file: SourceFile,
  paths: SourceFilesConfig,
  signal: AbortSignal,
): Promise<RecordFile | undefined> {
  let isReadable = true;
  const context: ParseContext = {
    report: () => {},
    reportUnreadable: () => {
      isReadable = false;
    },
    yieldWhenDue: createYielder(signal),
    boundedContexts: () => [],
    applied: [],
  };
  if ('problem' in file) {
    return undefined;
  }
  const { text } = file;
  const found: Array<{ ref: string; content: string; start: number }> = [];
  for (const [key, kind] of KIND_ENTRIES) {
    const isOwn = candidatesOf(paths[key]).includes(file.path);
    if (kind.place.type === 'file' && isOwn) {
      for (const record of await kind.parse(file.path, [file], context)) {
        const { location, ...content } = record;
        found.push({
          ref: kind.entityRefOf(record),
          content: hash('sha256', JSON.stringify(content), 'base64'),
          start: location.line ?? 1,
        });
      }
    }
  }
  if (!isReadable) {
    return undefined;
  }
  found.sort((a, b) => a.start - b.start);
  const lastLine = lineOfOffset(text, text.trimEnd().length);
  const records = new Map(
    found.map(({ ref, content, start }, index) => {
      const next = found.at(index + 1)?.start ?? lastLine + 1;
      return [ref, { content, start, end: Math.max(start, next - 1) }];
    }),
  );
  return { text, records };
}
