import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { mockServices } from '@backstage/backend-test-utils';
import { ConfigSchema, loadConfigSchema } from '@backstage/config-loader';
import { JsonObject } from '@backstage/types';
import { readStaticDataConfig } from '@internal/plugin-static-data-node';
import { parse } from 'yaml';

const ROOT = resolve(__dirname, '../../../..');

/** The YAML that a page shows, also within a list. */
function readYaml(page: string): string[] {
  const text = readFileSync(resolve(ROOT, page), 'utf8');
  return Array.from(
    text.matchAll(/^( *)```yaml\n(.*?)^\1```/gms),
    ([, , yaml]) => yaml,
  );
}

const readSnippets = (page: string): JsonObject[] =>
  readYaml(page).map(yaml => parse(yaml));

/** A page may show several places of a source at once, of which people choose one, or none. */
function listConfigurations({ staticData, integrations }: JsonObject) {
  const { url, branch, github, directory, sources, ...settings } =
    staticData as JsonObject;
  const places = Object.entries({ url, github, directory, sources }).filter(
    ([, place]) => place !== undefined,
  );
  return (places.length > 0 ? places : [['directory', '.']]).map(
    ([key, place]) => ({
      integrations: {
        github: [{ host: 'github.com' }],
        gitlab: [
          {
            host: 'gitlab.example.com',
            apiBaseUrl: 'https://gitlab.example.com/api/v4',
          },
        ],
        ...(integrations as JsonObject),
      },
      staticData: {
        ...settings,
        [key as string]: place,
        ...(key === 'url' && branch && { branch }),
      },
    }),
  );
}

describe.each(['README.md', 'docs/adopting.md', 'docs/deployment.md'])(
  'the configuration in %s',
  page => {
    const configurations = readSnippets(page)
      .filter(snippet => snippet.staticData)
      .flatMap(listConfigurations);

    it('is there', () => {
      expect(configurations).not.toEqual([]);
    });

    it.each(
      configurations.map(data => [JSON.stringify(data.staticData), data]),
    )('is accepted: %s', (_, data) => {
      const rootConfig = mockServices.rootConfig({ data: data as JsonObject });
      expect(readStaticDataConfig(rootConfig)).toBeDefined();
    });
  },
);

/** What configuration may look like: as much of JSON schema as Backstage's packages use. */
type Schema = {
  properties?: Record<string, Schema>;
  additionalProperties?: Schema | boolean;
  items?: Schema;
  anyOf?: Schema[];
  allOf?: Schema[];
};

const listAlternatives = (schema: Schema): Schema[] => [
  schema,
  ...[...(schema.anyOf ?? []), ...(schema.allOf ?? [])].flatMap(
    listAlternatives,
  ),
];

/** The paths of keys that none of the schemas has; Backstage itself lets them be. */
function listUnknownKeys(value: unknown, schemas: Schema[]): string[] {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  const known = schemas.flatMap(listAlternatives);
  return Object.entries(value).flatMap(([key, child]) => {
    const next = known
      .map(({ items, properties, additionalProperties }) =>
        Array.isArray(value)
          ? items
          : properties?.[key] ?? additionalProperties,
      )
      .filter((it): it is Schema => typeof it === 'object');
    return next.length === 0
      ? [key]
      : listUnknownKeys(child, next).map(path => `${key}.${path}`);
  });
}

const isDuration = (schema: Schema) =>
  listAlternatives(schema).some(({ properties }) => properties?.milliseconds);

/** The names of all keys, without the units of durations. */
function listKeys(schema: Schema): string[] {
  const all = listAlternatives(schema);
  return all
    .flatMap(({ items, properties, additionalProperties }) => [
      ...Object.entries(properties ?? {}),
      ['', items] as const,
      ['', additionalProperties] as const,
    ])
    .flatMap(([key, child]) => [
      key,
      ...(typeof child === 'object' && !isDuration(child)
        ? listKeys(child)
        : []),
    ])
    .filter(Boolean);
}

describe('the YAML in the docs', () => {
  let schema: ConfigSchema;
  let schemas: Schema[];

  beforeAll(async () => {
    schema = await loadConfigSchema({ dependencies: ['backend'] });
    const serialized = schema.serialize() as unknown as {
      schemas: Array<{ value: Schema }>;
    };
    schemas = serialized.schemas.map(({ value }) => value);
  }, 120_000);

  it('of README.md has every setting, if only as a comment', () => {
    const keys = schemas.flatMap(({ properties }) =>
      properties?.staticData ? listKeys(properties.staticData) : [],
    );
    expect(keys).toContain('maxQueuedDryRuns');
    const [yaml] = readYaml('README.md');
    expect(keys.filter(key => !yaml.includes(`${key}:`))).toEqual([]);
  });

  it.each(
    [
      'README.md',
      'docs/adopting.md',
      'docs/api.md',
      'docs/deployment.md',
    ].flatMap(page =>
      readSnippets(page).map(
        snippet => [page, JSON.stringify(snippet), snippet] as const,
      ),
    ),
  )('of %s fits the configuration of Backstage: %s', (_, __, data) => {
    expect(listUnknownKeys(data, schemas)).toEqual([]);

    const file = 'app-config.yaml';
    const base = parse(readFileSync(resolve(ROOT, file), 'utf8'));
    expect(() =>
      schema.process([
        { context: file, data: base },
        { context: 'snippet', data },
      ]),
    ).not.toThrow();
  });
});
