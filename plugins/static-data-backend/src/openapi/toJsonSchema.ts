import { z } from 'zod';
import { JsonSchema } from './Operation';

/** The JSON schema of what a client sends, from the schema that the router reads it with. */
export function toJsonSchema(schema: z.ZodType): JsonSchema {
  const { $schema, ...jsonSchema } = z.toJSONSchema(schema, {
    io: 'input',
    override: ({ zodSchema, jsonSchema: described }) => {
      // Left out by zod where the value is transformed, although ours read the same before.
      if (zodSchema._zod.def.type === 'default') {
        described.default = zodSchema._zod.def.defaultValue as string;
      }
    },
  });
  return jsonSchema;
}

/** The same for an object, whose fields are told apart. */
export function toObjectSchema(schema: z.ZodType): {
  properties: { [name: string]: JsonSchema };
  required: string[];
} {
  const { properties = {}, required = [] } = toJsonSchema(schema) as Partial<
    ReturnType<typeof toObjectSchema>
  >;
  return { properties, required };
}
