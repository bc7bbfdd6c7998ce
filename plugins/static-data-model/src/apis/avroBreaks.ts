import { Schema, Type } from 'avsc';

const MAX_MESSAGE_LENGTH = 200;

/**
 * Whether those who read with the schema before can read what is written with the one after, by
 * the rules of Avro's schema resolution.
 */
export function findAvroBreaks(before: unknown, after: unknown): string[] {
  const [reader, writer] = [before, after].map(parseSchema);
  if (!reader || !writer) {
    return [];
  }
  try {
    reader.createResolver(writer);
    return [];
  } catch (error) {
    const [reason] = String((error as Error).message).split('\n');
    return [
      `data written with it cannot be read with the schema before (${reason.slice(
        0,
        MAX_MESSAGE_LENGTH,
      )})`,
    ];
  }
}

/** A type of its own for each schema, so that names do not clash; undefined if it is not valid. */
function parseSchema(schema: unknown): Type | undefined {
  try {
    return Type.forSchema(schema as Schema, { registry: {} });
  } catch {
    return undefined;
  }
}
