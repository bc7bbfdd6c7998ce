import { resolve } from 'node:path';
import { ConfigReader } from '@backstage/config';
import { JsonObject } from '@backstage/types';
import { findSourceConfig } from './readSources';
import { readStaticDataConfig } from './readStaticDataConfig';

function read(...files: JsonObject[]) {
  return readStaticDataConfig(
    ConfigReader.fromConfigs(
      files.map(staticData => ({
        context: 'app-config.yaml',
        data: {
          staticData,
          integrations: { gitlab: [{ host: 'gitlab.com' }] },
        },
      })),
    ),
  )!;
}

const core = { github: { repo: 'acme/architecture' } };
const payments = { url: 'https://gitlab.com/acme/payments', branch: 'next' };

describe('sources', () => {
  it('are read in the order of the configuration', () => {
    const { sources } = read({
      sources: { payments, core, files: { directory: './files' } },
    });
    expect(sources).toMatchObject([
      {
        id: 'payments',
        source: { type: 'gitlab', name: 'payments', branch: 'next' },
      },
      { id: 'core', source: { type: 'github', name: 'architecture' } },
      { id: 'files', source: { type: 'directory', path: resolve('files') } },
    ]);
  });

  it('have what stands at the top by default, value by value', () => {
    const { sources } = read({
      schedule: { frequency: { hours: 3 }, timeout: 'PT1M' },
      files: { applications: 'apps.yaml', squads: 'teams.yaml' },
      limits: { maxFiles: 10, maxTotalMegabytes: 2, maxQueuedDryRuns: 3 },
      safety: { minRemovals: 1 },
      repositories: { allow: ['acme-labs/*'] },
      groups: { allow: ['*-squad'] },
      reconcile: { frequency: 'PT6H' },
      sources: {
        payments,
        core: {
          ...core,
          schedule: { frequency: { minutes: 10 } },
          files: { squads: 'squads.yaml' },
          limits: { maxFiles: 20 },
          safety: { maxRemovalPercent: 50 },
          repositories: { allow: [] },
          groups: { allow: ['core-*'] },
          reconcile: { frequency: { days: 1 } },
        },
      },
    });
    expect(sources[0]).toMatchObject({
      schedule: { frequency: { frequency: { hours: 3 } }, timeoutMs: 60_000 },
      files: { applications: 'apps.yaml', squads: 'teams.yaml' },
      limits: { maxFiles: 10, maxTotalSize: 2_097_152 },
      safety: { maxRemovalPercent: 20, minRemovals: 1 },
      repositories: { allow: ['acme-labs/*'] },
      groups: { allow: ['group:default/*-squad'] },
      reconcile: { frequencyMs: 21_600_000 },
    });
    expect(sources[1]).toMatchObject({
      // A duration is one value: units do not add up.
      schedule: {
        frequency: { frequency: { minutes: 10 } },
        timeoutMs: 60_000,
      },
      files: { applications: 'apps.yaml', squads: 'squads.yaml' },
      limits: { maxFiles: 20, maxTotalSize: 2_097_152 },
      safety: { maxRemovalPercent: 50, minRemovals: 1 },
      repositories: { allow: [] },
      groups: { allow: ['group:default/core-*'] },
      reconcile: { frequencyMs: 86_400_000 },
    });
  });

  it('have schedules of their own, also where the times are the same', () => {
    const [first, second] = read({ sources: { payments, core } }).sources;
    expect(first.schedule.frequency).not.toBe(second.schedule.frequency);
  });

  it('may come from several files, of which a later one takes one out', () => {
    const { sources } = read(
      { directory: '.' },
      { directory: null, sources: { payments, core: { github: null } } },
      { sources: { payments: null, core } },
    );
    expect(sources.map(({ id }) => id)).toEqual(['core']);
  });

  it('may be in one place, with other files', () => {
    const { sources } = read({
      sources: { core, labs: { ...core, files: { squads: 'labs.json' } } },
    });
    expect(sources).toHaveLength(2);
  });

  it.each<[JsonObject]>([
    [{ sources: { payments, core: { ...core, renamedFrom: 'default' } } }],
    [{ ...core, renamedFrom: 'core' }],
  ])('say which ids they had: %j', staticData => {
    expect(read(staticData).sources.at(-1)!.renamedFrom).toBe(
      staticData.sources ? 'default' : 'core',
    );
  });

  it.each<[JsonObject, string]>([
    [
      { sources: { core }, directory: '.', branch: 'main' },
      `'staticData.sources' excludes 'staticData.branch' and 'staticData.directory'`,
    ],
    [
      { sources: { core }, renamedFrom: 'payments' },
      `'staticData.sources' excludes 'staticData.renamedFrom'`,
    ],
    [{}, `or several sources under 'staticData.sources', got none`],
    [{ sources: {} }, `'staticData.sources' must be at least one source`],
    [{ sources: { core: null } }, `'staticData.sources' must be at least one`],
    [{ sources: [core] }, `for key 'staticData.sources'`],
    [{ sources: { core: 'acme/a' } }, `for key 'staticData.sources.core'`],
    ...['Core', '2fa', 'a_b', 'a.b', 'a--b', '', 'a'.repeat(64)].map(
      (id): [JsonObject, string] => [
        { sources: { [id]: core } },
        `'staticData.sources' must be keyed by the ids of the sources, which are at most 63 lower-case letters, digits and hyphens, the first of them a letter, got "${id}"`,
      ],
    ),
    [
      { sources: { core: {} } },
      `exactly one of 'staticData.sources.core.url', 'staticData.sources.core.github', 'staticData.sources.core.directory', got none`,
    ],
    [
      { sources: { core: { ...core, directory: '.' } } },
      'github and directory',
    ],
    [
      { sources: { core: { url: 'gitlab.com/acme/a' } } },
      `'staticData.sources.core.url' must be the http or https URL`,
    ],
    [
      { sources: { core: { url: 'https://gitlab.com/a/b/-/tree/next' } } },
      `belongs into 'staticData.sources.core.branch'`,
    ],
    [
      { sources: { core: { github: { repo: 'a/b', host: 'http://x' } } } },
      `'staticData.sources.core.github.host' must be a host name`,
    ],
    [
      { sources: { core: { github: { repo: 'architecture' } } } },
      `'staticData.sources.core.github.repo' must be 'owner/name'`,
    ],
    [
      { sources: { core: { ...core, schedule: { frequency: 'often' } } } },
      `'staticData.sources.core.schedule.frequency' must be a cron expression`,
    ],
    [
      { sources: { core: { ...core, schedule: { timeout: 'long' } } } },
      `'staticData.sources.core.schedule.timeout' must be a duration`,
    ],
    [
      { sources: { core: { ...core, files: { squads: '../a' } } } },
      `'staticData.sources.core.files.squads' must be a path`,
    ],
    [
      { sources: { core: { ...core, limits: { maxFiles: 0 } } } },
      `'staticData.sources.core.limits.maxFiles' must be a number`,
    ],
    [
      { sources: { core }, limits: { maxFiles: 0 } },
      `'staticData.limits.maxFiles' must be a number`,
    ],
    [
      {
        sources: { core, labs: { ...core, files: { squads: 'a.json' } } },
        files: { domains: 'a.json' },
      },
      `'staticData.sources.labs.files.domains' must be another file than 'staticData.sources.labs.files.squads'`,
    ],
    [
      { sources: { core: { ...core, renamedFrom: 'Core' } } },
      `'staticData.sources.core.renamedFrom' must be the id of a source`,
    ],
    [
      { sources: { core: { ...core, renamedFrom: 'core' } } },
      `'staticData.sources.core.renamedFrom' must be another id than that of the source`,
    ],
    [
      { ...core, renamedFrom: 'default' },
      `'staticData.renamedFrom' must be another id`,
    ],
    [
      { sources: { core: { ...core, renamedFrom: 'payments' }, payments } },
      `'staticData.sources.core.renamedFrom' must be an id that is not used any more, unlike that of 'staticData.sources.payments'`,
    ],
    [
      {
        sources: {
          core: { ...core, renamedFrom: 'default' },
          payments: { ...payments, renamedFrom: 'default' },
        },
      },
      `'staticData.sources.payments.renamedFrom' must be another id than 'staticData.sources.core.renamedFrom'`,
    ],
    [
      {
        sources: {
          core,
          other: { url: 'https://github.com/ACME/architecture' },
        },
      },
      `'staticData.sources.core' and 'staticData.sources.other' are the same place with the same files: github.com/acme/architecture/main`,
    ],
    [
      {
        sources: {
          core: { url: 'https://dev.azure.com/acme/_git/shop' },
          other: { url: 'https://acme.visualstudio.com/shop/_git/Shop' },
        },
      },
      `'staticData.sources.core' and 'staticData.sources.other' are the same place with the same files: dev.azure.com/acme/shop/shop/main`,
    ],
    [
      { sources: { a: { directory: './x' }, b: { directory: 'x/' } } },
      `'staticData.sources.a' and 'staticData.sources.b' are the same place`,
    ],
  ])('refuse %j', (staticData, message) => {
    expect(() => read(staticData)).toThrow(message);
  });
});

describe('an unknown key of a source', () => {
  it.each<[JsonObject, string]>([
    [
      { sources: { core: { ...core, safty: { minRemovals: 1 } } } },
      `'staticData.sources.core.safty': did you mean 'safety'?`,
    ],
    [
      { sources: { core: { gihtub: core.github } } },
      `'staticData.sources.core.gihtub': did you mean 'github'?`,
    ],
    [
      { sources: { core: { github: { repos: 'acme/a' } } } },
      `'staticData.sources.core.github.repos': did you mean 'repo'?`,
    ],
    [
      { sources: { core: { ...core, branch: 'next' } } },
      `'staticData.sources.core.branch': it belongs to 'staticData.sources.core.url'; beside 'staticData.sources.core.github', write 'staticData.sources.core.github.branch'`,
    ],
    [
      { sources: { core: { ...core, history: { maxRecords: 1 } } } },
      `'staticData.sources.core.history': all sources share it: write 'staticData.history'`,
    ],
    [
      { sources: { core: { ...core, webhooks: [] } } },
      `'staticData.sources.core.webhooks': all sources share it`,
    ],
    [
      { sources: { core: { ...core, limits: { maxQueuedDryRuns: 1 } } } },
      `'staticData.sources.core.limits.maxQueuedDryRuns': all sources share it: write 'staticData.limits.maxQueuedDryRuns'`,
    ],
    [{ sources: { core }, schedul: {} }, `'staticData.schedul': did you mean`],
    [{ source: { core } }, `'staticData.source': did you mean 'sources'?`],
  ])('in %j is named', (staticData, message) => {
    expect(() => read(staticData)).toThrow(message);
  });
});

describe('findSourceConfig', () => {
  const several = read({ sources: { payments, core } });

  it.each([
    ['the named one', several, 'core', 'core'],
    ['no other than the named one', read(core), 'core', undefined],
    ['the only one', read({ sources: { core } }), undefined, 'core'],
    [
      'that with the id default',
      read({ sources: { payments, default: core } }),
      undefined,
      'default',
    ],
    ['none of several', several, undefined, undefined],
  ])('finds %s', (_, config, id, expected) => {
    expect(findSourceConfig(config, id)?.id).toBe(expected);
  });
});
