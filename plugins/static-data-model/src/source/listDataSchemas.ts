import { JsonObject } from '@backstage/types';
import { toListField } from '../files/recordList';
import { KIND_ENTRIES, KindKey } from '../kinds/kinds';
import { toInputJsonSchema } from '../kinds/recordFields';

/**
 * The JSON Schema of a data file.
 *
 * @public
 */
export interface DataSchema {
  kind: KindKey;
  /** A name for the file that has it, for example `bounded-contexts.schema.json`. */
  fileName: string;
  schema: JsonObject;
}

/**
 * JSON Schemas (draft-07, which editors understand best) of the files that have records, for an
 * editor that completes and checks them. They accept what a sync takes without a finding about the
 * fields of a record, except that a field with the list has one spelling, so that it can be completed.
 *
 * @public
 */
export function listDataSchemas(): DataSchema[] {
  return KIND_ENTRIES.flatMap(([key, { plural, recordSchema }]) => {
    if (!recordSchema) {
      return [];
    }
    const { $schema, ...record } = toInputJsonSchema(recordSchema);
    const list = { type: 'array', items: { $ref: '#/definitions/record' } };
    const field = toListField(plural);
    return {
      kind: key,
      fileName: `${plural.replaceAll(' ', '-')}.schema.json`,
      schema: {
        $schema,
        title: plural[0].toUpperCase() + plural.slice(1),
        anyOf: [
          list,
          {
            type: 'object',
            properties: { $schema: { type: 'string' }, [field]: list },
            required: [field],
          },
        ],
        definitions: { record },
      },
    };
  });
}
