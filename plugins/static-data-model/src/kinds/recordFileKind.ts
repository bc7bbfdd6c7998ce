import {
  formatPlace,
  listFirst,
  quote,
  SyncFinding,
} from '@internal/plugin-static-data-common';
import groupBy from 'lodash/groupBy';
import omit from 'lodash/omit';
import pick from 'lodash/pick';
import { z } from 'zod';
import { createEntity, EntityParts } from '../entities/createEntity';
import { RecordContext, TransformContext } from '../entities/RecordContext';
import { toEntityRef } from '../entities/SourcedEntity';
import { readRecordList, RecordElement } from '../files/recordList';
import { SourceFile } from '../files/SourceFile';
import { KEPT_UNTIL_THEN, Problem } from '../findings';
import { Kind, ParseContext, SourceRecord } from './Kind';
import { candidatesOf } from './recordFilePath';
import { recordSchema } from './recordFields';

const MAX_PROBLEMS_NAMED = 3;

/** Of a record without a valid id nobody knows the entity: it may be any that the file lacks. */
const FROZEN =
  'Until then, nothing that comes from this file is removed from the catalog.';

/** A record that is not valid may still have an id. */
const idSchema = recordSchema({});

/** What every record of a file has. */
interface RecordFields {
  id: string;
  name?: string;
  description?: string;
}

/** What there is to say about a kind whose records are the elements of a list in one file. */
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
  /** An optional field by which others find the record: while it is wrong, the entity stays as it was. */
  essentialField?: keyof Fields & string;
  /** What an entity has besides name, title and description. */
  toEntity(
    fields: Fields,
    record: RecordContext,
    context: TransformContext,
  ): Pick<EntityParts, 'annotations' | 'tags' | 'links' | 'spec'>;
}

/** Creates a kind whose records are the elements of a list in one file, in JSON or YAML. */
export function recordFileKind<Fields extends RecordFields>(
  options: RecordFileKindOptions<Fields>,
): Kind<Fields & SourceRecord> {
  const { label, plural, defaultPath, isRequired, entityKinds } = options;
  const kindsOf = options.entityKindsOf ?? (() => entityKinds);
  return {
    plural,
    place: { type: 'file', defaultPath, isRequired },
    recordSchema: options.schema,
    entityKinds,
    async parse(path, [file, ...others], context) {
      if (!file) {
        // Records of a file that is gone were not read, so they must not be removed either.
        for (const candidate of candidatesOf(path)) {
          context.reportUnreadable({
            file: candidate,
            reason: `${path} is missing`,
          });
        }
        return [];
      }
      for (const other of others) {
        context.report({
          severity: 'error',
          phase: 'PARSE',
          code: 'DUPLICATE',
          file: other.path,
          message: `${other.path} is ignored: ${file.path} holds the ${plural}`,
          hint: 'Keep one of the two files. Until then, nothing that comes from the other one is removed.',
        });
        context.reportUnreadable({
          file: other.path,
          reason: `${other.path} is ignored`,
        });
      }
      return parseRecordFile(file, path, options, context);
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
  path: string,
  options: RecordFileKindOptions<Fields>,
  context: ParseContext,
): Promise<(Fields & SourceRecord)[]> {
  const { label, plural, entityKinds } = options;
  const report = (
    severity: SyncFinding['severity'],
    problem: Problem & { entity?: string },
  ) =>
    context.report({ severity, phase: 'PARSE', file: file.path, ...problem });
  const refsOf = (value: unknown, id: string) => {
    const kinds = isObject(value) && options.entityKindsOf?.(value);
    return (kinds || entityKinds).map(kind => toEntityRef(kind, id));
  };
  const kept = new Set<string>();
  /**
   * Keeps everything that comes from the file, also from the file that it has replaced; for the first
   * reason, however many there are.
   */
  const keepAll = (reason: string, kinds?: string[]) => {
    const key = String(kinds);
    if (kept.has(key)) {
      return;
    }
    kept.add(key);
    for (const candidate of new Set([file.path, ...candidatesOf(path)])) {
      const input = { file: candidate, reason };
      context.reportUnreadable(
        kinds ? { ...input, entityKinds: kinds } : input,
      );
    }
  };

  const list = await readRecordList(file, plural, context.yieldWhenDue);
  if ('problem' in list) {
    report('error', list.problem);
    keepAll(list.problem.message, entityKinds);
    return [];
  }
  const records: (Fields & SourceRecord)[] = [];
  const lineById = new Map<string, number | undefined>();
  let number = 0;
  for (const element of list.elements) {
    await context.yieldWhenDue();
    number++;
    const { value, line } = element;
    const isIdRepeated = element.repeatedKeys.some(
      ({ path: [key, ...inner] }) => key === 'id' && inner.length === 0,
    );
    const id = isIdRepeated ? undefined : idSchema.safeParse(value).data?.id;
    if (id && lineById.has(id.toLowerCase())) {
      const first = formatPlace(file.path, lineById.get(id.toLowerCase()));
      const place = formatPlace(file.path, line);
      const message = `${label} '${id}' is declared twice: ${first} wins, ${place} is ignored`;
      report('error', {
        code: 'DUPLICATE',
        message,
        hint: `Remove one of the two records, or give it an id of its own. Upper and lower case are the same in ids. ${FROZEN}`,
        line,
        entity: refsOf(value, id)[0],
      });
      // If the id is a mistake, the record is that of an entity whose name nobody knows.
      keepAll(message);
      continue;
    }
    if (id) {
      lineById.set(id.toLowerCase(), line);
    }
    const refs = id ? refsOf(value, id) : [];
    const read = readRecord(element, options, refs.length === 1);
    if ('fields' in read) {
      records.push({ ...read.fields, location: { file: file.path, line } });
      for (const lost of read.lost) {
        report('warning', {
          code: 'SCHEMA',
          message: `${label} '${id}' in ${file.path}: ${lost.problem}; ${lost.what} left out`,
          hint: `Correct the field. Until then the entity does without what is left out.`,
          line: lost.line,
          entity: refs[0],
        });
      }
      continue;
    }
    const name = id ? `'${id}'` : `number ${number}`;
    const message = `${label} ${name} in ${file.path} is not valid: ${read.problem}`;
    report('error', {
      code: read.code,
      message,
      hint: `Correct the record. ${id ? KEPT_UNTIL_THEN : FROZEN}`,
      line: read.line ?? line,
      entity: refs[0],
    });
    if (refs.length === 0) {
      keepAll(message, entityKinds);
    }
    for (const entityRef of refs) {
      context.reportUnreadable({ file: file.path, entityRef, reason: message });
    }
  }
  return records;
}

type ReadRecord<Fields> =
  | { fields: Fields; lost: { problem: string; what: string; line?: number }[] }
  | { code: Problem['code']; problem: string; line?: number };

/**
 * Reads a record. A field that is wrong is left out, if the record can do without it; of a list, only
 * the elements that are wrong.
 *
 * @param isKindKnown - otherwise it is a wrong field that says what the record becomes
 */
function readRecord<Fields extends RecordFields>(
  element: RecordElement,
  {
    schema,
    essentialField,
  }: Pick<RecordFileKindOptions<Fields>, 'schema' | 'essentialField'>,
  isKindKnown: boolean,
): ReadRecord<Fields> {
  const {
    value,
    repeatedKeys: [repeated],
  } = element;
  if (repeated) {
    const { path, line } = repeated;
    const problem = `it has ${quote(path.join('.'))} twice`;
    return { code: 'DUPLICATE', problem, line };
  }
  const record = isObject(value) ? value : {};
  let result = schema.safeParse(value);
  const issues = result.error?.issues ?? [];
  const issuesByField = groupBy(issues, ({ path }) => path[0]);
  const isEssential = essentialField ? essentialField in issuesByField : false;
  if (issues.length > 0 && isObject(value) && isKindKnown && !isEssential) {
    result = schema.safeParse(withoutWrong(value, issuesByField));
  }
  if (!result.success) {
    const [{ path }] = issues;
    return {
      code: 'SCHEMA',
      problem: describeIssues(issues),
      line: path.length > 0 ? element.lineOf(path) : undefined,
    };
  }
  const read = findNul(result.data);
  if (read) {
    // As it is written, the record may have other elements, or other fields.
    const nul = findNul(pick(record, read[0])) ?? findNul(record) ?? read;
    return {
      code: 'SCHEMA',
      problem: `'${nul.join(
        '.',
      )}' contains the character NUL (\\u0000), which the catalog cannot store`,
      line: element.lineOf(nul),
    };
  }
  return {
    fields: result.data,
    lost: Object.entries(issuesByField).map(([field, ofField]) => ({
      problem: describeIssues(ofField),
      what: describeLost(record[field], ofField),
      line: element.lineOf(ofField[0].path),
    })),
  };
}

/** The record without fields that are wrong, and without the elements of lists that are. */
function withoutWrong(
  record: Record<string, unknown>,
  issuesByField: Record<string, z.core.$ZodIssue[]>,
): Record<string, unknown> {
  const right: Record<string, unknown> = omit(
    record,
    Object.keys(issuesByField),
  );
  for (const [field, issues] of Object.entries(issuesByField)) {
    const content = record[field];
    if (areOfElements(content, issues)) {
      const wrong = new Set(issues.map(({ path }) => path[1]));
      right[field] = content.filter((_, index) => !wrong.has(index));
    }
  }
  return right;
}

function areOfElements(
  content: unknown,
  issues: z.core.$ZodIssue[],
): content is unknown[] {
  return (
    Array.isArray(content) &&
    issues.every(({ path }) => typeof path[1] === 'number')
  );
}

function describeLost(content: unknown, issues: z.core.$ZodIssue[]): string {
  if (!areOfElements(content, issues)) {
    return 'the field is';
  }
  return issues.length === 1 ? 'the element is' : 'the elements are';
}

function findNul(value: unknown): (string | number)[] | undefined {
  if (typeof value === 'string') {
    return value.includes('\0') ? [] : undefined;
  }
  if (typeof value === 'object' && value !== null) {
    for (const [key, part] of Object.entries(value)) {
      const path = findNul(part);
      if (path) {
        return [Array.isArray(value) ? Number(key) : key, ...path];
      }
    }
  }
  return undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function describeIssues(issues: z.core.$ZodIssue[]): string {
  return listFirst(issues, MAX_PROBLEMS_NAMED, {
    separator: '; ',
    describe: ({ path, message }) =>
      path.length > 0 ? `'${path.join('.')}' ${message}` : `it ${message}`,
  });
}
