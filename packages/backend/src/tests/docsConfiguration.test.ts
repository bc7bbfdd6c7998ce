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

/** A page may show several sources at once, of which people choose one, or none. */
function listConfigurations({ staticData, integrations }: JsonObject) {
  const { url, branch, github, directory, ...settings } =
    staticData as JsonObject;
  const sources = Object.entries({ url, github, directory }).filter(
    ([, source]) => source !== undefined,
  );
  return (sources.length > 0 ? sources : [['directory', '.']]).map(
    ([key, source]) => ({
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
        [key as string]: source,
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
