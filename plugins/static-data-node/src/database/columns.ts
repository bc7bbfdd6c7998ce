import { JsonColumn, TimeColumn } from './tables';

/**
 * The one format in which times are stored, compared and answered: ISO 8601, UTC,
 * with milliseconds. Strings of one format also sort by time, which SQLite relies on.
 */
export function toIsoString(time: TimeColumn): string {
  return new Date(time).toISOString();
}

export function toOptionalIsoString(
  time: TimeColumn | null,
): string | undefined {
  return time === null ? undefined : toIsoString(time);
}

/** Reads JSON that this package has written. */
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
 * A text that every database takes: PostgreSQL refuses the character NUL, which a file that
 * was read may contain all the same.
 */
export function toStorableText(text: string): string {
  return text.includes('\u0000') ? text.replaceAll('\u0000', '\ufffd') : text;
}

/** A row with texts that every database takes. */
export function toStorableRow<Row extends object>(row: Row): Row {
  const columns = Object.entries(row).map(([name, value]) => [
    name,
    typeof value === 'string' ? toStorableText(value) : value,
  ]);
  return Object.fromEntries(columns) as Row;
}
