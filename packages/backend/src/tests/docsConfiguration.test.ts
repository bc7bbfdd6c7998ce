import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { mockServices } from '@backstage/backend-test-utils';
import { JsonObject } from '@backstage/types';
import { readStaticDataConfig } from '@internal/plugin-static-data-node';
import { parse } from 'yaml';

const ROOT = resolve(__dirname, '../../../..');

/** Configuration of the plugin that a page shows, with the integrations that it shows beside it. */
function readSnippets(page: string): JsonObject[] {
  const text = readFileSync(resolve(ROOT, page), 'utf8');
  return Array.from(text.matchAll(/^```yaml\n(.*?)^```/gms), ([, yaml]) =>
    parse(yaml),
  ).filter(snippet => snippet?.staticData);
}

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
    const configurations = readSnippets(page).flatMap(listConfigurations);

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
