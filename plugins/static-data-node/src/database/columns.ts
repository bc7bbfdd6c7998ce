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

export function toOptionalIsoString(
  time: TimeColumn | null,
): string | undefined {
  return time === null ? undefined : toIsoString(time);
}

/** Parses JSON that this package has written. */
export function parseJson<T>(json: JsonColumn): T {
  return JSON.parse(json);
}

export function parseOptionalJson<T>(json: JsonColumn | null): T | undefined {
  return json === null ? undefined : parseJson<T>(json);
}

export function stringifyOptional(value: unknown): JsonColumn | null {
  return value === undefined ? null : JSON.stringify(value);
}

/**
 * A text that every database accepts: PostgreSQL refuses the character NUL, which a file of the
 * source may contain all the same.
 */
export function toStorableText(text: string): string {
  return text.includes('\u0000') ? text.replaceAll('\u0000', '\ufffd') : text;
}

/** A row with texts that every database accepts. */
export function toStorableRow<Row extends object>(row: Row): Row {
  const columns = Object.entries(row).map(([name, value]) => [
    name,
    typeof value === 'string' ? toStorableText(value) : value,
  ]);
  return Object.fromEntries(columns) as Row;
}
