import { Unreadable } from '@internal/plugin-static-data-common';

/**
 * A time as a database returns it: PostgreSQL a Date, SQLite the ISO 8601 string that was
 * stored. Always written as such a string, or by the clock of the database.
 */
export type TimeColumn = Date | string;

/** SQLite returns 0 or 1. */
export type BooleanColumn = boolean | number;

/** JSON; text on every database. */
export type JsonColumn = string;

/**
 * The one format in which times are stored, compared and returned: ISO 8601, UTC, with
 * milliseconds. Strings of one format also sort by time, which SQLite relies on.
 */
export function toIsoString(time: TimeColumn): string {
  return new Date(time).toISOString();
}

/** A time for the database to compare with others: SQLite has stored a string, which may be damaged. */
export function toStoredTime(time: TimeColumn): string {
  return typeof time === 'string' ? time : time.toISOString();
}

/**
 * A text that every database accepts: PostgreSQL refuses the character NUL, which a file of the
 * source may contain all the same.
 */
export function toStorableText(text: string): string {
  return text.includes('\u0000') ? text.replaceAll('\u0000', '\ufffd') : text;
}

/** Reads what this package has written as JSON: undefined if it is damaged, or not like the example. */
export function parseJson<T extends JsonLike>(
  json: JsonColumn,
  example: T,
): T | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return isLike(value, example) ? value : undefined;
  } catch {
    return undefined;
  }
}

type JsonLike = string | number | boolean | object;

/**
 * Whether a value has the form of an example: lists whose items are like its first, objects with at
 * least its fields.
 */
function isLike<T>(value: unknown, example: T): value is T {
  if (Array.isArray(example)) {
    return (
      Array.isArray(value) &&
      (example.length === 0 || value.every(item => isLike(item, example[0])))
    );
  }
  if (typeof example === 'object' && example !== null) {
    return (
      typeof value === 'object' &&
      value !== null &&
      !Array.isArray(value) &&
      Object.entries(example).every(([key, field]) =>
        isLike((value as Record<string, unknown>)[key], field),
      )
    );
  }
  return typeof value === typeof example;
}

/** What stands for a value that cannot be read: the example without anything in it. */
function emptied(example: unknown): unknown {
  if (Array.isArray(example)) {
    return [];
  }
  if (typeof example === 'object' && example !== null) {
    return Object.fromEntries(
      Object.entries(example).map(([key, value]) => [key, emptied(value)]),
    );
  }
  return typeof example === 'number' ? 0 : '';
}

/** How the values of a field are stored and read. What is undefined is stored as null. */
interface Conversion<Value> {
  toColumn(value: Value): unknown;
  /** Undefined if the column holds something that this package has not written. */
  fromColumn(column: any): Value | undefined;
  /** Stands for a value that cannot be read; undefined where the field is optional. */
  empty?: unknown;
}

const CONVERSIONS = {
  text: {
    toColumn: toStorableText,
    fromColumn: (text: string) => text,
  },
  number: {
    toColumn: (value: number) => value,
    fromColumn: column => toKnown(Number(column)),
    empty: 0,
  } as Conversion<number>,
  boolean: {
    toColumn: (value: boolean) => value,
    fromColumn: Boolean,
  },
  time: {
    toColumn: toIsoString,
    fromColumn: column =>
      Number.isNaN(new Date(column).getTime())
        ? undefined
        : toIsoString(column),
    empty: new Date(0).toISOString(),
  } as Conversion<string>,
};

function toKnown(value: number): number | undefined {
  return Number.isNaN(value) ? undefined : value;
}

/** A field that is stored as JSON, with an example of its form: see {@link parseJson}. */
interface JsonField<Value> {
  json: Value;
}

/**
 * A field that has one of a list of values. What else is in its column was damaged, or written by another
 * release.
 */
interface ListedField<Value> {
  oneOf: readonly Value[];
  /** Stands for a value that is not in the list. */
  otherwise: Value;
}

/** A field whose column may be null. */
interface OptionalField<Kind> {
  optional: Kind;
}

/** What a column holds, by the conversion of its field. */
interface Stored<Value> {
  text: Value;
  number: Value;
  boolean: BooleanColumn;
  time: TimeColumn;
  json: JsonColumn;
}

type KindOf<Field> = [Field] extends [string]
  ? string extends Field
    ? 'text' | 'time'
    : ListedField<Field>
  : [Field] extends [number]
  ? 'number'
  : [Field] extends [boolean]
  ? 'boolean'
  : JsonField<Field>;

type OptionalKindOf<Field> = KindOf<Field> extends ListedField<Field>
  ? Pick<ListedField<Field>, 'oneOf'>
  : KindOf<Field>;

type Conversions<Fields> = {
  [Field in Exclude<
    keyof Fields,
    keyof Unreadable
  >]-?: undefined extends Fields[Field]
    ?
        | Extract<KindOf<Required<Fields>[Field]>, 'text' | 'boolean'>
        | OptionalField<OptionalKindOf<Required<Fields>[Field]>>
    : KindOf<Fields[Field]>;
};

type StoredAs<Value, Chosen> = Chosen extends OptionalField<infer Kind>
  ? StoredAs<Value, Kind>
  : Chosen extends keyof Stored<Value>
  ? Stored<Value>[Chosen]
  : Chosen extends Pick<ListedField<unknown>, 'oneOf'>
  ? Value
  : JsonColumn;

type ColumnName<Field> = Field extends `${infer First}${infer Rest}`
  ? `${First extends Lowercase<First>
      ? First
      : `_${Lowercase<First>}`}${ColumnName<Rest>}`
  : Field;

type RowOf<Fields, Chosen extends Conversions<Fields>> = {
  [Field in keyof Chosen as ColumnName<Field>]-?:
    | StoredAs<Required<Fields>[Field & keyof Fields], Chosen[Field]>
    | (undefined extends Fields[Field & keyof Fields] ? null : never);
};

/** How records are stored in rows: each field in the column of its name, in snake case. */
export interface Columns<Fields, Row> {
  names: (keyof Row & string)[];
  toRow(record: Fields): Row;
  /**
   * The fields whose columns were read; other columns are left out. One row that is damaged, or that
   * another release has written, must not take the others with it: a field that cannot be read is
   * empty, and named in `unreadable`.
   */
  fromRow<Read extends Partial<Row>>(
    row: Read,
  ): {
    [Field in keyof Fields as ColumnName<Field> extends keyof Read
      ? Field
      : never]: Fields[Field];
  } & Unreadable;
}

/** A row of the table that has these columns. */
export type RowIn<Table> = Table extends Columns<any, infer Row> ? Row : never;

/** The columns of a record: called twice, because TypeScript infers all type arguments or none. */
export function columnsOf<Fields extends object>() {
  return <const Chosen extends Conversions<Fields>>(
    conversions: Chosen,
  ): Columns<Fields, RowOf<Fields, Chosen>> => {
    const columns = Object.entries(conversions).map(([field, chosen]) => ({
      field,
      name: field.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`),
      ...toConversion(chosen as AnyKind),
    }));
    return {
      names: columns.map(({ name }) => name),
      toRow(record: Record<string, unknown>) {
        const row: Record<string, unknown> = {};
        for (const { field, name, toColumn } of columns) {
          const value = record[field];
          row[name] = value === undefined ? null : toColumn(value);
        }
        return row;
      },
      fromRow(row: Record<string, unknown>) {
        const record: Record<string, unknown> = {};
        const unreadable: string[] = [];
        for (const { field, name, fromColumn, empty } of columns) {
          if (name in row) {
            const column = row[name];
            const value = column === null ? undefined : fromColumn(column);
            if (column !== null && value === undefined) {
              unreadable.push(field);
            }
            record[field] = value ?? (column === null ? undefined : empty);
          }
        }
        return unreadable.length > 0 ? { ...record, unreadable } : record;
      },
    } as any;
  };
}

type AnyKind =
  | keyof typeof CONVERSIONS
  | ListedField<string>
  | JsonField<JsonLike>;

function toConversion(
  kind: AnyKind | OptionalField<AnyKind>,
): Conversion<unknown> {
  if (typeof kind === 'string') {
    return CONVERSIONS[kind] as Conversion<unknown>;
  }
  if ('oneOf' in kind) {
    return {
      toColumn: value => value,
      fromColumn: (text: string) => kind.oneOf.find(it => it === text),
      empty: kind.otherwise,
    };
  }
  if ('optional' in kind) {
    return { ...toConversion(kind.optional), empty: undefined };
  }
  return {
    toColumn: JSON.stringify,
    fromColumn: (column: JsonColumn) => parseJson(column, kind.json),
    empty: emptied(kind.json),
  };
}
