import { ConfigReader } from '@backstage/config';
import { ScmIntegrations } from '@backstage/integration';
import { JsonObject } from '@backstage/types';
import { findBaseUrl } from './findBaseUrl';

const host = 'git.example.com';

function find(integrations: JsonObject) {
  return findBaseUrl(
    ScmIntegrations.fromConfig(new ConfigReader({ integrations })),
    host,
  );
}

describe('findBaseUrl', () => {
  const apiBaseUrl = `https://${host}/api/v4`;

  it.each<[string, JsonObject, string]>([
    [
      'below a path',
      { gitlab: [{ host, apiBaseUrl, baseUrl: `https://${host}/gitlab/` }] },
      `https://${host}/gitlab`,
    ],
    [
      'with http',
      { gitea: [{ host, baseUrl: `http://${host}` }] },
      `http://${host}`,
    ],
    [
      'by the address of its API',
      {
        bitbucketServer: [
          { host, apiBaseUrl: `https://${host}/bitbucket/rest/api/1.0` },
        ],
      },
      `https://${host}/bitbucket`,
    ],
  ])('knows a host %s', (_, integrations, baseUrl) => {
    expect(find(integrations)).toBe(baseUrl);
  });

  it.each<[string, JsonObject]>([
    ['has its usual address', { gitlab: [{ host, apiBaseUrl }] }],
    ['says so', { gitea: [{ host, baseUrl: `https://${host}/` }] }],
    [
      'is asked elsewhere',
      { gitea: [{ host, baseUrl: 'http://gitea.internal:3000' }] },
    ],
    [
      'has its API elsewhere',
      {
        bitbucketServer: [
          { host, apiBaseUrl: 'http://127.0.0.1:7990/rest/api/1.0' },
        ],
      },
    ],
    ['is not there', {}],
  ])('knows nothing of a host that %s', (_, integrations) => {
    expect(find(integrations)).toBeUndefined();
  });
});
