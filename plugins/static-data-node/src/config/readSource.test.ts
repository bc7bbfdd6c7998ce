import { ConfigReader } from '@backstage/config';
import { JsonObject } from '@backstage/types';
import { readStaticDataConfig, toConfigSnapshot } from './readStaticDataConfig';
import { toSourceFingerprint } from './digests';

const integrations = {
  gitlab: [
    {
      host: 'gitlab.example.com',
      apiBaseUrl: 'https://gitlab.example.com/api/v4',
    },
  ],
  bitbucketServer: [{ host: 'bb.example.com:8443' }],
  github: [
    { host: 'ghe.example.com', apiBaseUrl: 'https://ghe.example.com/api/v3' },
  ],
  gitea: [{ host: 'git.example.com' }],
  gerrit: [
    {
      host: 'gerrit.example.com',
      gitilesBaseUrl: 'https://gerrit.example.com/gitiles',
    },
  ],
};

function read(staticData: JsonObject) {
  const { sources } = readStaticDataConfig(
    new ConfigReader({ staticData, integrations } as JsonObject),
  )!;
  return sources[0];
}

describe('readSource', () => {
  it.each([
    [
      'https://gitlab.example.com/acme/core/architecture',
      'gitlab',
      'acme/core',
      'https://gitlab.example.com/acme/core/architecture',
    ],
    [
      'https://gitlab.com/acme/architecture.git',
      'gitlab',
      'acme',
      'https://gitlab.com/acme/architecture',
    ],
    [
      'https://ghe.example.com/acme/architecture/',
      'github',
      'acme',
      'https://ghe.example.com/acme/architecture',
    ],
    [
      'https://bitbucket.org/acme/architecture',
      'bitbucketCloud',
      'acme',
      'https://bitbucket.org/acme/architecture',
    ],
    [
      'https://bb.example.com:8443/projects/acme/repos/architecture/browse',
      'bitbucketServer',
      'acme',
      'https://bb.example.com:8443/projects/acme/repos/architecture',
    ],
    [
      'https://dev.azure.com/acme/My%20Shop/_git/architecture',
      'azure',
      'acme/My Shop',
      'https://dev.azure.com/acme/My%20Shop/_git/architecture',
    ],
    [
      'https://GIT.example.com/acme/architecture',
      'gitea',
      'acme',
      'https://git.example.com/acme/architecture',
    ],
  ])('reads the repository at %s', (url, type, owner, page) => {
    const config = read({ url, branch: 'next' });
    expect(config.source).toMatchObject({
      type,
      host: new URL(url).host,
      owner,
      name: 'architecture',
      branch: 'next',
    });
    expect(toConfigSnapshot(config)).toMatchObject({
      repository: `${owner}/architecture`,
      branch: 'next',
      url: page,
      hostType: type,
    });
  });

  it('reads the branch main by default', () => {
    const url = 'https://gitlab.example.com/acme/architecture';
    expect(read({ url }).source).toMatchObject({ branch: 'main' });
  });

  it('takes a repository on GitHub for the same source by both doors', () => {
    const byUrl = read({ url: 'https://github.com/acme/architecture' });
    const byName = read({ github: { repo: 'acme/architecture' } });
    expect(byUrl.source).toEqual(byName.source);
    expect(toSourceFingerprint(byUrl)).toBe(toSourceFingerprint(byName));
  });

  it.each<[JsonObject, RegExp]>([
    [
      { url: 'https://gitlab.com/a/b', github: { repo: 'a/b' } },
      /got url and github/,
    ],
    [{ url: 'gitlab.example.com/acme/a' }, /'staticData\.url'.*http/],
    [{ url: 'https://gitlab.example.com/acme' }, /'staticData\.url'/],
    [
      { url: 'https://gitlab.acme.com/acme/a' },
      /configured under 'integrations' \(github, gitlab, /,
    ],
    [
      { url: 'https://gerrit.example.com/acme' },
      /gerrit\.example\.com is one of gerrit/,
    ],
    [{ url: 'https://gitlab.com/acme/a/-/tree/next' }, /'staticData\.branch'/],
    [
      { url: 'https://dev.azure.com/acme/shop/_git/a?path=/data' },
      /without a folder/,
    ],
    [
      { github: { repo: 'acme/a' }, branch: 'next' },
      /unknown key 'staticData\.branch'.*'staticData\.github\.branch'/,
    ],
    [{ url: 'https://ada:s3cret@gitlab.com/acme' }, /^(?!.*s3cret)/],
  ])('refuses %j', (staticData, message) => {
    expect(() => read(staticData)).toThrow(message);
  });
});
