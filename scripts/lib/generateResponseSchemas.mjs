// Makes JSON schemas of the types that the API answers with.

import {
  AnyType,
  createFormatter,
  createParser,
  createProgram,
  DEFAULT_CONFIG,
  SchemaGenerator,
} from 'ts-json-schema-generator';

/** Any JSON: its own definition, as unions of itself, says less than nothing at all. */
const anyJson = {
  supportsNode: node => node.typeName?.getText() === 'JsonValue',
  createType: () => new AnyType(),
};

/**
 * @param path - pattern of the files with the types
 * @param tsconfig - path of the configuration to read them with
 * @returns the schema of every exported type by its name, as components of OpenAPI
 */
export function generateResponseSchemas({ path, tsconfig }) {
  const config = {
    ...DEFAULT_CONFIG,
    path,
    tsconfig,
    type: '*',
    // That is what `tsc` is for.
    skipTypeCheck: true,
  };
  const program = createProgram(config);
  const parser = createParser(program, config, chain =>
    chain.addNodeParser(anyJson),
  );
  const generator = new SchemaGenerator(
    program,
    parser,
    createFormatter(config),
    config,
  );
  const { definitions } = generator.createSchema('*');
  const names = Object.keys(definitions).sort();
  for (const name of names) {
    if (!/^[A-Z]\w*$/.test(name)) {
      throw new Error(
        `A type of the answers has no name of its own: ${name}. Export it from static-data-common, or let it be any JSON.`,
      );
    }
  }
  return Object.fromEntries(
    names.map(name => [name, toComponent(definitions[name])]),
  );
}

/** Definitions of one schema become components of the document, and links to types their names. */
function toComponent(schema) {
  return JSON.parse(
    JSON.stringify(schema)
      .replaceAll('"#/definitions/', '"#/components/schemas/')
      .replaceAll(/\s+\{@link\s+(\w+)\s*\}(?:\s+(?=[.,;:)]))?/g, ' `$1`'),
  );
}
