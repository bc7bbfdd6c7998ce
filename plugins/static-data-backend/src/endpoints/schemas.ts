import {
  quote,
  staticDataSyncReadPermission,
} from '@internal/plugin-static-data-common';
import { listDataSchemas } from '@internal/plugin-static-data-model';
import { z } from 'zod';
import { defineEndpoint, Endpoint, json } from '../http/Endpoint';

const schemas = new Map(
  listDataSchemas().map(({ fileName, schema }) => [fileName, schema]),
);

const schemaPathSchema = z.strictObject({
  file: z.enum([...schemas.keys()]).describe('Name of the schema.'),
});

export const schemaEndpoints: Endpoint[] = [
  defineEndpoint('get', '/schemas/{file}', {
    operationId: 'getDataSchema',
    tag: 'Description',
    summary: 'The JSON Schema of a data file of a source',
    description:
      'For editors, which complete and check by it. `static-data schemas` writes the same.',
    permission: staticDataSyncReadPermission,
    pathParameters: schemaPathSchema,
    describeUnknown: ({ file }) =>
      `There is no schema ${quote(file)}, only ${[...schemas.keys()].join(
        ', ',
      )}`,
    answers: {
      200: json(
        { type: 'object' },
        'The schema, of the draft 7 of JSON Schema.',
      ),
    },
    refusals: { 404: 'No schema has this name.' },
    handle: async ({ path }) => schemas.get(path.file),
  }),
];
