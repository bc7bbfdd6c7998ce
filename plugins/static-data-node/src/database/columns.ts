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

/** Parses JSON that this package has written. */
export function parseJson<T>(json: JsonColumn): T {
  return JSON.parse(json);
}

/**
 * A text that every database accepts: PostgreSQL refuses the character NUL, which a file of the
 * source may contain all the same.
 */
export function toStorableText(text: string): string {
  return text.includes('\u0000') ? text.replaceAll('\u0000', '\ufffd') : text;
}

/** How the values of a field are stored and read. What is undefined is stored as null. */
const CONVERSIONS = {
  text: { toColumn: toStorableText, fromColumn: (text: string) => text },
  number: { toColumn: (value: number) => value, fromColumn: Number },
  boolean: { toColumn: (value: boolean) => value, fromColumn: Boolean },
  time: { toColumn: toIsoString, fromColumn: toIsoString },
  json: { toColumn: JSON.stringify, fromColumn: parseJson },
};

/** What a column holds, by the conversion of its field. */
interface Stored<Value> {
  text: Value;
  number: Value;
  boolean: BooleanColumn;
  time: TimeColumn;
  json: JsonColumn;
}

type Conversions<Fields> = {
  [Field in keyof Fields]-?: Required<Fields>[Field] extends string
    ? 'text' | 'time'
    : Required<Fields>[Field] extends number
    ? 'number'
    : Required<Fields>[Field] extends boolean
    ? 'boolean'
    : 'json';
};

type ColumnName<Field> = Field extends `${infer First}${infer Rest}`
  ? `${First extends Lowercase<First>
      ? First
      : `_${Lowercase<First>}`}${ColumnName<Rest>}`
  : Field;

type RowOf<Fields, Chosen extends Conversions<Fields>> = {
  [Field in keyof Fields as ColumnName<Field>]-?:
    | Stored<Required<Fields>[Field]>[Chosen[Field]]
    | (undefined extends Fields[Field] ? null : never);
};

/** How records are stored in rows: each field in the column of its name, in snake case. */
export interface Columns<Fields, Row> {
  names: (keyof Row & string)[];
  toRow(record: Fields): Row;
  /** The fields whose columns were read; other columns are left out. */
  fromRow<Read extends Partial<Row>>(
    row: Read,
  ): {
    [Field in keyof Fields as ColumnName<Field> extends keyof Read
      ? Field
      : never]: Fields[Field];
  };
}

/** A row of the table that has these columns. */
export type RowIn<Table> = Table extends Columns<any, infer Row> ? Row : never;

/** The columns of a record: called twice, because TypeScript infers all type arguments or none. */
export function columnsOf<Fields extends object>() {
  return <const Chosen extends Conversions<Fields>>(
    conversions: Chosen,
  ): Columns<Fields, RowOf<Fields, Chosen>> => {
    const columns = Object.entries<keyof typeof CONVERSIONS>(conversions).map(
      ([field, conversion]) => ({
        field,
        name: field.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`),
        ...(CONVERSIONS[conversion] as {
          toColumn(value: unknown): unknown;
          fromColumn(value: unknown): unknown;
        }),
      }),
    );
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
        for (const { field, name, fromColumn } of columns) {
          if (name in row) {
            const value = row[name];
            record[field] = value === null ? undefined : fromColumn(value);
          }
        }
        return record;
      },
    } as any;
  };
}
