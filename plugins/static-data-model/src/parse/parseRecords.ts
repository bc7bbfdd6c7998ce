import {
  KubernetesValidatorFunctions,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { SyncFinding } from '@internal/plugin-static-data-common';
import { z } from 'zod';
import { SourceFile } from '../source/SourceFile';
import { JsonRecord, parseJsonRecords } from './parseJsonRecords';
import { SourceLocation, UnreadableInput } from './types';

const MAX_PROBLEMS_NAMED = 3;

/** How the records of one file look. */
export interface RecordFormat<Fields extends { id: string }> {
  /** What a record is called, with a capital letter. */
  label: string;
  /** Kinds of the entities that records of this file become, in lower case. */
  kinds: string[];
  /** The kinds that one record can become, where it tells more than `kinds`. */
  kindsOf?(record: Record<string, unknown>): string[];
  schema: z.ZodType<Fields>;
}

/** What a file of records gave. */
export interface ParsedRecords<Fields> {
  records: (Fields & { location: SourceLocation })[];
  findings: SyncFinding[];
  unreadable: UnreadableInput[];
}

/**
 * Parses and validates a file of records. Of records with the same id, the first one wins.
 *
 * @param breathe - is called for every record, as a file can hold many
 */
export async function parseRecords<Fields extends { id: string }>(
  file: SourceFile,
  format: RecordFormat<Fields>,
  breathe: () => Promise<void>,
): Promise<ParsedRecords<Fields>> {
  const parsed: ParsedRecords<Fields> = {
    records: [],
    findings: [],
    unreadable: [],
  };
  const json = parseJsonRecords(file);
  if ('problem' in json) {
    parsed.findings.push(toError(json.problem, file.path));
    parsed.unreadable.push({ file: file.path, kinds: format.kinds });
    return parsed;
  }
  const lineById = new Map<string, number>();
  for (const [index, record] of json.records.entries()) {
    await breathe();
    const { line } = record;
    const id = usableId(record.value);
    const earlierLine = id && lineById.get(id.toLowerCase());
    if (earlierLine) {
      parsed.findings.push(
        toError(
          {
            code: 'DUPLICATE',
            message: `${format.label} '${id}' in ${file.path} is declared twice: line ${earlierLine} wins, line ${line} is ignored`,
            hint: 'Remove one of the two records, or give it an id of its own. Upper and lower case are the same in ids.',
            line,
            entity: entityRefs(format, record.value, id)[0],
          },
          file.path,
        ),
      );
      // The id may be a mistake, and then the record is that of an entity which nobody can name.
      parsed.unreadable.push({ file: file.path });
      continue;
    }
    if (id) {
      lineById.set(id.toLowerCase(), line);
    }
    const result = format.schema.safeParse(record.value);
    if (result.success) {
      const location = { file: file.path, line };
      parsed.records.push({ ...result.data, location });
    } else {
      const invalid = { ...record, index, id, issues: result.error.issues };
      addInvalid(parsed, file.path, format, invalid);
    }
  }
  return parsed;
}

function addInvalid<Fields extends { id: string }>(
  parsed: ParsedRecords<Fields>,
  file: string,
  format: RecordFormat<Fields>,
  record: JsonRecord & {
    index: number;
    id: string | undefined;
    issues: z.core.$ZodIssue[];
  },
): void {
  const { id, index, line, issues, value } = record;
  const refs = id ? entityRefs(format, value, id) : [];
  const name = id ? `'${id}'` : `number ${index + 1}`;
  parsed.findings.push(
    toError(
      {
        code: 'SCHEMA',
        message: `${
          format.label
        } ${name} in ${file} is not valid: ${describeIssues(issues)}`,
        hint: 'Correct the record at this line. Until then the catalog keeps its last known good version.',
        line,
        entity: refs[0],
      },
      file,
    ),
  );
  if (refs.length === 0) {
    parsed.unreadable.push({ file, kinds: format.kinds });
  }
  for (const entityRef of refs) {
    parsed.unreadable.push({ file, entityRef });
  }
}

function toError(
  problem: Omit<SyncFinding, 'severity' | 'phase' | 'file'>,
  file: string,
): SyncFinding {
  return { severity: 'error', phase: 'PARSE', file, ...problem };
}

function usableId(value: unknown): string | undefined {
  const id = isObject(value) ? value.id : undefined;
  return typeof id === 'string' &&
    KubernetesValidatorFunctions.isValidObjectName(id)
    ? id
    : undefined;
}

function entityRefs<Fields extends { id: string }>(
  format: RecordFormat<Fields>,
  value: unknown,
  id: string,
): string[] {
  const kinds = (isObject(value) && format.kindsOf?.(value)) || format.kinds;
  return kinds.map(kind =>
    stringifyEntityRef({ kind, namespace: 'default', name: id }),
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function describeIssues(issues: z.core.$ZodIssue[]): string {
  const named = issues
    .slice(0, MAX_PROBLEMS_NAMED)
    .map(({ path, message }) =>
      path.length > 0 ? `'${path.join('.')}' ${message}` : `it ${message}`,
    );
  const others = issues.length - named.length;
  return named.join('; ') + (others > 0 ? `; and ${others} more problems` : '');
}
