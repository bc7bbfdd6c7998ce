import { listFirst } from '@internal/plugin-static-data-common';
import { z } from 'zod';
import { createEntity, EntityParts } from '../entities/createEntity';
import { RecordContext, TransformContext } from '../entities/RecordContext';
import { toEntityRef } from '../entities/SourcedEntity';
import { parseJson } from '../files/parseJson';
import { readText } from '../files/readText';
import { SourceFile } from '../files/SourceFile';
import { Problem } from '../findings';
import { Kind, ParseContext, SourceRecord } from './Kind';
import { recordSchema } from './recordFields';

const MAX_PROBLEMS_NAMED = 3;

/** A record that is not valid may still have an id. */
const idSchema = recordSchema({});

/** What every record of a file has. */
interface RecordFields {
  id: string;
  name?: string;
  description?: string;
}

/** What there is to say about a kind whose records are the elements of an array in one JSON file. */
export interface RecordFileKindOptions<Fields extends RecordFields> {
  /** What a record is called, with a capital letter. */
  label: string;
  plural: string;
  defaultPath: string;
  isRequired: boolean;
  entityKinds: string[];
  /**
   * The kinds of entities that one record can become, where it tells more than `entityKinds`. Is
   * also asked about records that are not valid.
   */
  entityKindsOf?: (record: object) => string[];
  schema: z.ZodType<Fields>;
  /** What an entity has besides name, title and description. */
  toEntity(
    fields: Fields,
    record: RecordContext,
    context: TransformContext,
  ): Pick<EntityParts, 'annotations' | 'tags' | 'links' | 'spec'>;
}

/** Creates a kind whose records are the elements of an array in one JSON file. */
export function recordFileKind<Fields extends RecordFields>(
  options: RecordFileKindOptions<Fields>,
): Kind<Fields & SourceRecord> {
  const { label, plural, defaultPath, isRequired, entityKinds } = options;
  const kindsOf = options.entityKindsOf ?? (() => entityKinds);
  return {
    plural,
    place: { type: 'file', defaultPath, isRequired },
    entityKinds,
    async parse(path, [file], context) {
      if (!file) {
        // Records of a file that is gone were not read, so they must not be removed either.
        context.reportUnreadable({ file: path });
        return [];
      }
      return parseRecordFile(file, options, context);
    },
    entityRefOf: record => toEntityRef(kindsOf(record)[0], record.id),
    *transform(records, context) {
      for (const fields of records) {
        const { id, name, description, location } = fields;
        const [kind] = kindsOf(fields);
        const record = new RecordContext(`${label} '${id}'`, {
          entityRef: toEntityRef(kind, id),
          location,
          context,
        });
        yield createEntity(
          {
            kind,
            name: id,
            title: name,
            description,
            location,
            ...options.toEntity(fields, record, context),
          },
          context.locationOf(location.file),
        );
      }
    },
  };
}

/** Of records with the same id, the first one wins. */
async function parseRecordFile<Fields extends RecordFields>(
  file: SourceFile,
  options: RecordFileKindOptions<Fields>,
  context: ParseContext,
): Promise<(Fields & SourceRecord)[]> {
  const { label, schema, entityKinds } = options;
  const reportError = (problem: Problem & { entity?: string }) =>
    context.report({
      severity: 'error',
      phase: 'PARSE',
      file: file.path,
      ...problem,
    });
  const refsOf = (value: unknown, id: string) => {
    const kinds = isObject(value) && options.entityKindsOf?.(value);
    return (kinds || entityKinds).map(kind => toEntityRef(kind, id));
  };

  const array = parseArray(file);
  if ('problem' in array) {
    reportError(array.problem);
    context.reportUnreadable({ file: file.path, entityKinds });
    return [];
  }
  const records: (Fields & SourceRecord)[] = [];
  const lineById = new Map<string, number>();
  for (const [index, value] of array.elements.entries()) {
    await context.yieldWhenDue();
    const line = array.lines[index];
    const id = idSchema.safeParse(value).data?.id;
    const earlierLine = id && lineById.get(id.toLowerCase());
    if (earlierLine) {
      reportError({
        code: 'DUPLICATE',
        message: `${label} '${id}' in ${file.path} is declared twice: line ${earlierLine} wins, line ${line} is ignored`,
        hint: 'Remove one of the two records, or give it an id of its own. Upper and lower case are the same in ids.',
        line,
        entity: refsOf(value, id)[0],
      });
      // If the id is a mistake, the record is that of an entity whose name nobody knows.
      context.reportUnreadable({ file: file.path });
      continue;
    }
    if (id) {
      lineById.set(id.toLowerCase(), line);
    }
    const result = schema.safeParse(value);
    if (result.success) {
      records.push({ ...result.data, location: { file: file.path, line } });
      continue;
    }
    const refs = id ? refsOf(value, id) : [];
    const name = id ? `'${id}'` : `number ${index + 1}`;
    reportError({
      code: 'SCHEMA',
      message: `${label} ${name} in ${file.path} is not valid: ${describeIssues(
        result.error.issues,
      )}`,
      hint: 'Correct the record at this line. Until then the catalog keeps its last known good version.',
      line,
      entity: refs[0],
    });
    if (refs.length === 0) {
      context.reportUnreadable({ file: file.path, entityKinds });
    }
    for (const entityRef of refs) {
      context.reportUnreadable({ file: file.path, entityRef });
    }
  }
  return records;
}

/** Parses a file that holds a JSON array. */
function parseArray(
  file: SourceFile,
): { elements: unknown[]; lines: number[] } | { problem: Problem } {
  const decoded = readText(file);
  if ('problem' in decoded) {
    return decoded;
  }
  const result = parseJson(decoded.text);
  if ('problem' in result) {
    return {
      problem: {
        code: 'SYNTAX',
        message: `${file.path} ${result.problem.message}`,
        hint: 'Correct the JSON syntax at this line.',
        line: result.problem.line,
      },
    };
  }
  if (!Array.isArray(result.value)) {
    return {
      problem: {
        code: 'SCHEMA',
        message: `${file.path} must hold a JSON array of records at its top level`,
        hint: 'Put the records between square brackets.',
        line: 1,
      },
    };
  }
  return { elements: result.value, lines: result.elementLines };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function describeIssues(issues: z.core.$ZodIssue[]): string {
  const problems = issues.map(({ path, message }) =>
    path.length > 0 ? `'${path.join('.')}' ${message}` : `it ${message}`,
  );
  return listFirst(problems, MAX_PROBLEMS_NAMED, '; ');
}
