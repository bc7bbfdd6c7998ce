import { ConfigReader } from '@backstage/config';
import { JsonObject } from '@backstage/types';
import { digestConfig, toSourceFingerprint } from './digests';
import { findSourceConfig } from './readSources';
import { readStaticDataConfig } from './readStaticDataConfig';

const read = (staticData: JsonObject) =>
  readStaticDataConfig(new ConfigReader({ staticData }))!;

const github = { repo: 'acme/architecture' };

describe('toSourceFingerprint', () => {
  const fingerprintOf = (settings: JsonObject) =>
    toSourceFingerprint(read({ github, ...settings }).sources[0]);

  it.each<[JsonObject, boolean]>([
    [{ limits: { maxFileMegabytes: 1 } }, false],
    [{ limits: { maxTotalMegabytes: 1 } }, false],
    [{ limits: { maxFiles: 1 } }, false],
    [{ files: { squads: 'teams.yaml' } }, false],
    [{ groups: { allow: ['*-squad'] } }, false],
    // They are about people and times, not about the source.
    [{ limits: { maxQueuedDryRuns: 1 } }, true],
    [{ schedule: { frequency: 'PT1M' } }, true],
  ])('with %j', (settings, isEqual) => {
    expect(fingerprintOf(settings) === fingerprintOf({})).toBe(isEqual);
  });
});

describe('digestConfig', () => {
  const digestOf = (core: JsonObject, shared: JsonObject = {}) => {
    const config = read({
      ...shared,
      sources: {
        core: { github, ...core },
        payments: { github: { repo: 'acme/payments' } },
      },
    });
    return digestConfig(config, findSourceConfig(config, 'core')!);
  };
  const webhook = {
    url: 'https://hooks.example.com',
    secret: 'a plain text of thirty letters',
    events: ['sync.failed'],
  };

  it.each<[JsonObject, JsonObject]>([
    [{ github: { ...github, branch: 'next' } }, {}],
    [{ schedule: { frequency: 'PT1M' } }, {}],
    [{}, { schedule: { frequency: 'PT1M' } }],
    [{}, { safety: { minRemovals: 1 } }],
    [{}, { webhooks: [webhook] }],
    [{}, { alerts: { consecutiveFailures: 1 } }],
    [{}, { history: { retentionDays: 1 } }],
  ])('is another one with %j, and %j at the top', (core, shared) => {
    expect(digestOf(core, shared)).not.toBe(digestOf({}));
  });

  it.each<[JsonObject, JsonObject]>([
    [{ renamedFrom: 'default' }, {}],
    [{ github: { ...github, token: 'secret' } }, {}],
    [{}, { spoolDirectory: '/var/spool' }],
    // The default, said again.
    [{ safety: { minRemovals: 5 } }, {}],
  ])('is the same with %j, and %j at the top', (core, shared) => {
    expect(digestOf(core, shared)).toBe(digestOf({}));
  });

  it('does not change with another source', () => {
    const alone = read({ sources: { core: { github } } });
    expect(digestConfig(alone, alone.sources[0])).toBe(digestOf({}));
  });
});
