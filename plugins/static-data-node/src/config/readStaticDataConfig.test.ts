import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ConfigReader } from '@backstage/config';
import { JsonObject, JsonValue } from '@backstage/types';
import { readStaticDataConfig, toConfigSnapshot } from './readStaticDataConfig';

function read(staticData: JsonObject) {
  return readStaticDataConfig(new ConfigReader({ staticData }))!;
}

function readOnly(staticData: JsonObject) {
  const { sources } = read(staticData);
  expect(sources).toHaveLength(1);
  return sources[0];
}

const github = { repo: 'acme/architecture' };

describe('readStaticDataConfig', () => {
  it('knows that there is nothing to synchronise', () => {
    expect(readStaticDataConfig(new ConfigReader({}))).toBeUndefined();
  });

  it('fills in defaults', () => {
    const config = read({ github });
    expect(config).toMatchObject({
      sources: [
        {
          id: 'default',
          source: {
            type: 'github',
            host: 'github.com',
            owner: 'acme',
            name: 'architecture',
            branch: 'main',
          },
          files: {
            applications: 'data/applications.json',
            squads: 'data/squads.json',
            boundedContexts: 'data/bounded-contexts.json',
            domains: 'data/domains.json',
            contracts: 'contracts',
          },
          schedule: {
            timeoutMs: 600_000,
            initialDelay: { milliseconds: 5_000 },
          },
          limits: {
            maxFileSize: 5_242_880,
            maxTotalSize: 268_435_456,
            maxFiles: 200_000,
          },
          repositories: { allow: [] },
          groups: { allow: undefined },
          safety: { maxRemovalPercent: 20, minRemovals: 5 },
          reconcile: { frequencyMs: 86_400_000 },
          checks: { enabled: false, forks: false },
        },
      ],
      history: {
        retentionDays: 90,
        maxRecords: 10_000,
        dryRuns: { retentionDays: 30, maxRecords: 500 },
      },
      limits: { maxQueuedDryRuns: 20 },
      alerts: { consecutiveFailures: 3, recipients: { entityRefs: [] } },
      webhooks: [],
    });
    const [{ schedule }] = config.sources;
    expect(schedule.frequency.toString()).toBe('*/30 * * * *');
  });

  it('reads everything', () => {
    const config = read({
      github: {
        repo: 'acme/architecture.data',
        branch: 'release/1',
        token: 'secret',
        host: 'ghe.example.com:8443',
        apiBaseUrl: 'https://ghe.example.com/api/v3/',
      },
      files: {
        applications: 'a.json',
        squads: 'b.json',
        boundedContexts: 'c.json',
        domains: 'd.json',
        contracts: 'api/contracts',
      },
      schedule: {
        frequency: { minutes: 5 },
        timeout: '2m',
        initialDelay: 'PT1S',
      },
      history: {
        retentionDays: 7,
        maxRecords: 100,
        dryRuns: { retentionDays: 3, maxRecords: 50 },
      },
      limits: {
        maxFileMegabytes: 20,
        maxTotalMegabytes: 1024,
        maxFiles: 5000,
        maxQueuedDryRuns: 8,
      },
      repositories: { allow: ['Acme-Labs/*', 'ghe.example.com/acme/pay'] },
      groups: { allow: ['*-squad', 'user:org/ann'] },
      safety: { maxRemovalPercent: 12.5, minRemovals: 0 },
      reconcile: { frequency: { hours: 6 } },
      checks: { enabled: true, forks: true },
    });
    expect(config).toMatchObject({
      sources: [
        {
          source: {
            type: 'github',
            host: 'ghe.example.com:8443',
            owner: 'acme',
            name: 'architecture.data',
            branch: 'release/1',
            apiBaseUrl: 'https://ghe.example.com/api/v3',
            token: 'secret',
          },
          files: {
            applications: 'a.json',
            squads: 'b.json',
            boundedContexts: 'c.json',
            domains: 'd.json',
            contracts: 'api/contracts',
          },
          schedule: {
            timeoutMs: 120_000,
            initialDelay: { milliseconds: 1_000 },
          },
          limits: {
            maxFileSize: 20_971_520,
            maxTotalSize: 1_073_741_824,
            maxFiles: 5_000,
          },
          repositories: { allow: ['acme-labs/*', 'ghe.example.com/acme/pay'] },
          groups: { allow: ['group:default/*-squad', 'user:org/ann'] },
          safety: { maxRemovalPercent: 12.5, minRemovals: 0 },
          reconcile: { frequencyMs: 21_600_000 },
          checks: { enabled: true, forks: true },
        },
      ],
      history: {
        retentionDays: 7,
        maxRecords: 100,
        dryRuns: { retentionDays: 3, maxRecords: 50 },
      },
      limits: { maxQueuedDryRuns: 8 },
    });
    const [{ schedule }] = config.sources;
    expect(schedule.frequency.frequency).toEqual({ minutes: 5 });
  });

  it('spools to the folder that is configured, else below the one of the backend, else to a temporary one', () => {
    const spoolDirectoryOf = (config: JsonObject) =>
      readStaticDataConfig(new ConfigReader(config))!.spoolDirectory;

    expect(
      spoolDirectoryOf({ staticData: { github, spoolDirectory: './spool' } }),
    ).toBe(resolve('spool'));
    expect(
      spoolDirectoryOf({
        staticData: { github },
        backend: { workingDirectory: '/var/lib/backstage' },
      }),
    ).toBe(resolve('/var/lib/backstage/static-data-spool'));
    expect(spoolDirectoryOf({ staticData: { github } })).toBe(
      join(tmpdir(), 'static-data-spool'),
    );
  });

  it('resolves a directory', () => {
    expect(readOnly({ directory: './examples/static-data' }).source).toEqual({
      type: 'directory',
      directory: './examples/static-data',
      path: resolve('examples/static-data'),
    });
  });

  it.each([
    ['acme/a', undefined, 'github.com'],
    ['https://github.com/acme/a.git', undefined, 'github.com'],
    ['git@ghe.example.com:acme/a.git', undefined, 'ghe.example.com'],
    ['url:https://ghe.example.com/acme/a/', undefined, 'ghe.example.com'],
    ['https://ghe.example.com/acme/a', 'GHE.example.com', 'GHE.example.com'],
  ])('reads the repository %s of the host %s', (repo, host, expected) => {
    expect(readOnly({ github: { repo, host } }).source).toMatchObject({
      host: expected,
      owner: 'acme',
      name: 'a',
    });
  });

  it.each([
    { repo: 'x://ada:s3cret@github.com/acme/a' },
    { repo: 'acme/a', host: 'https://ada:s3cret@ghe.example.com' },
    { repo: 'acme/a', apiBaseUrl: 'ftp://ada:s3cret@ghe.example.com' },
  ])('quotes no credentials of %j', wrong => {
    let message = '';
    try {
      read({ github: wrong });
    } catch (error) {
      message = String(error);
    }
    expect(message).toMatch(/staticData\.github/);
    expect(message).not.toContain('s3cret');
  });

  it.each<[JsonObject, RegExp]>([
    [{}, /exactly one of .*got none/],
    [{ github, directory: '.' }, /exactly one of .*got github and directory/],
    [{ github: {} }, /staticData\.github\.repo/],
    [
      { github: { repo: 'architecture' } },
      /'staticData\.github\.repo'.*'owner\/name'/,
    ],
    [
      { github: { repo: 'https://github.com/acme/a', host: 'x.io' } },
      /'staticData\.github\.repo'.*on x\.io/,
    ],
    [
      { github: { repo: 'https://github.com/acme/a/tree/next' } },
      /'staticData\.github\.branch'/,
    ],
    [{ github: { repo: 'acme/a#next' } }, /'staticData\.github\.branch'/],
    [
      { github: { ...github, host: 'https://ghe.example.com' } },
      /'staticData\.github\.host'/,
    ],
    [
      { github: { ...github, apiBaseUrl: 'ghe' } },
      /'staticData\.github\.apiBaseUrl'/,
    ],
    [
      { github: { ...github, apiBaseUrl: 'ftp://ghe/api' } },
      /'staticData\.github\.apiBaseUrl'/,
    ],
    [
      { github, files: { squads: '../squads.json' } },
      /'staticData\.files\.squads'/,
    ],
    [
      { github, files: { squads: '/squads.json' } },
      /'staticData\.files\.squads'/,
    ],
    ...['a\0.json', 'data/a\n.json', 'a\r', '\u001b[31m'].map(
      (squads): [JsonObject, RegExp] => [
        { github, files: { squads } },
        /'staticData\.files\.squads' must be a text without line breaks/,
      ],
    ),
    [{ directory: 'a\0b' }, /'staticData\.directory' must be a text without/],
    [
      { github, spoolDirectory: 'a\nb' },
      /'staticData\.spoolDirectory' must be a text without/,
    ],
    ...['data/squads.json', 'data/squads.yml', 'data/squads.yaml'].map(
      (domains): [JsonObject, RegExp] => [
        { github, files: { domains } },
        /'staticData\.files\.domains' must be another file than 'staticData\.files\.squads'/,
      ],
    ),
    [
      { github, files: { contracts: 'data/domains.json' } },
      /'staticData\.files\.contracts' must be another file than 'staticData\.files\.domains'/,
    ],
    [
      { github: { ...github, branch: 'a\nb' } },
      /'staticData\.github\.branch' must be a text without/,
    ],
    [
      { github, schedule: { timeout: 'long' } },
      /'staticData\.schedule\.timeout'.*'10m'/,
    ],
    [
      { github, schedule: { timeout: { seconds: 0 } } },
      /'staticData\.schedule\.timeout'.*longer than zero/,
    ],
    [
      { github, schedule: { timeout: { hours: 1, minutes: 30 } } },
      /'staticData\.schedule\.timeout'.*hours and minutes.*several/,
    ],
    [
      { github, schedule: { timeout: 'P25D' } },
      /'staticData\.schedule\.timeout'.*not be longer than 24 days/,
    ],
    [
      { github, schedule: { initialDelay: { milliseconds: 2 ** 31 } } },
      /'staticData\.schedule\.initialDelay'.*not be longer than 24 days/,
    ],
    [
      { github, schedule: { frequency: { days: 1e308 } } },
      /'staticData\.schedule\.frequency'.*not be longer than 3650 days/,
    ],
    [
      { github, reconcile: { frequency: 'P11Y' } },
      /'staticData\.reconcile\.frequency'.*not be longer than 3650 days/,
    ],
    [
      { github, reconcile: { frequency: 'daily' } },
      /'staticData\.reconcile\.frequency'/,
    ],
    [
      { github, history: { retentionDays: 0 } },
      /'staticData\.history\.retentionDays'.*from 1/,
    ],
    [
      { github, history: { retentionDays: 'x' } },
      /staticData\.history\.retentionDays/,
    ],
    [
      { github, history: { maxRecords: 1.5 } },
      /'staticData\.history\.maxRecords'.*whole number, got 1.5/,
    ],
    [
      { github, limits: { maxFileMegabytes: 0 } },
      /'staticData\.limits\.maxFileMegabytes'.*to 100/,
    ],
    [
      { github, repositories: { allow: ['acme'] } },
      /'staticData\.repositories\.allow' must be 'owner\/name' or/,
    ],
    [
      { github, repositories: { allow: ['https://github.com/acme/*'] } },
      /'staticData\.repositories\.allow' must be 'owner\/name' or/,
    ],
    [
      { github, groups: { allow: ['group:default:x'] } },
      /'staticData\.groups\.allow' must be the ref of a group/,
    ],
    [{ github, groups: { alow: ['x'] } }, /'staticData\.groups\.alow'/],
    [
      { github, limits: { maxTotalMegabytes: 0 } },
      /'staticData\.limits\.maxTotalMegabytes'.*to 16384/,
    ],
    [
      { github, limits: { maxFiles: 0.5 } },
      /'staticData\.limits\.maxFiles'.*to 10000000/,
    ],
    [
      { github, safety: { maxRemovalPercent: 101 } },
      /'staticData\.safety\.maxRemovalPercent'.*to 100/,
    ],
    [
      { github, safety: { minRemovals: -1 } },
      /'staticData\.safety\.minRemovals'/,
    ],
  ])('refuses %j and names the key', (staticData, message) => {
    expect(() => read(staticData)).toThrow(message);
  });
});

describe('a schedule in several files', () => {
  const readFiles = (...frequencies: JsonValue[]) =>
    readStaticDataConfig(
      ConfigReader.fromConfigs(
        frequencies.map(frequency => ({
          context: 'app-config.yaml',
          data: { staticData: { github, schedule: { frequency } } },
        })),
      ),
    )!.sources[0].schedule.frequency.toString();

  it.each<[JsonValue[], string]>([
    [['*/30 * * * *', { minutes: 1 }], 'PT1M'],
    [[{ minutes: 1 }, '*/30 * * * *'], '*/30 * * * *'],
    [[{ minutes: 30 }, { minutes: 5 }], 'PT5M'],
    [['PT30M', { cron: '@daily' }], '@daily'],
  ])('is that of the last: %j', (frequencies, expected) => {
    expect(readFiles(...frequencies)).toBe(expected);
  });

  it('does not add up', () => {
    expect(() => readFiles({ minutes: 30 }, { hours: 3 })).toThrow(
      /(minutes and hours|hours and minutes) may come from several/,
    );
  });
});

describe('an unknown key', () => {
  const webhook = {
    url: 'https://hooks.example.com',
    secret: 'a plain text of thirty letters',
    events: ['sync.failed'],
  };

  it.each<[JsonObject, string]>([
    [{ github, histroy: {} }, `'staticData.histroy': did you mean 'history'?`],
    [
      { github, safety: { maxRemovalPercnt: 90 } },
      `'staticData.safety.maxRemovalPercnt': did you mean 'maxRemovalPercent'?`,
    ],
    [
      { github: { ...github, Branch: 'next' } },
      `'staticData.github.Branch': did you mean 'branch'?`,
    ],
    [
      { github: { ...github, enterprise: { host: 'a', apiUrl: 'https://a' } } },
      `'staticData.github.enterprise': for GitHub Enterprise set 'staticData.github.host'`,
    ],
    [
      { github, schedule: { every: '5m' } },
      `'staticData.schedule.every': known there are frequency, timeout, initialDelay`,
    ],
    [
      { github, alerts: { recipients: { entities: [] } } },
      `'staticData.alerts.recipients.entities': did you mean 'entityRefs'?`,
    ],
    [
      { github, webhooks: [webhook, { ...webhook, id: 'b', event: 'x' }] },
      `'staticData.webhooks[1].event': did you mean 'events'?`,
    ],
    [
      { github: { repos: 'acme/architecture' } },
      `'staticData.github.repos': did you mean 'repo'?`,
    ],
    [
      { gihtub: github, groups: {}, webhooks: [] },
      `'staticData.gihtub': did you mean 'github'?`,
    ],
    [
      { github, webhooks: [{ ...webhook, url: undefined, uri: 'x' }] },
      `'staticData.webhooks[0].uri': did you mean 'url'?`,
    ],
    [
      { github, webhooks: [{ ...webhook, events: undefined, evnets: [] }] },
      `'staticData.webhooks[0].evnets': did you mean 'events'?`,
    ],
    [{ github, files: { apps: 'a.json' } }, `'staticData.files.apps'`],
    [{ github, a: 1, b: 2 }, `'staticData.a'`],
    [{ github, a: 1, b: 2 }, `'staticData.b'`],
  ])('in %j ends the start and is named', (staticData, message) => {
    expect(() => read(staticData)).toThrow(message);
  });

  it('is not named beside another mistake', () => {
    expect(() => read({ github: {}, histroy: {} })).toThrow(/repo' [^;]*$/);
  });

  it.each<[JsonObject]>([
    [{ github: { ...github, branch: null }, directory: null }],
    [{ github, schedule: { frequency: { cron: '0 6 * * *' } }, webhooks: [] }],
    [{ github, schedule: null, alerts: {}, history: {} }],
  ])('is not found in %j', staticData => {
    expect(read(staticData)).toBeDefined();
  });
});

describe('toConfigSnapshot', () => {
  it('says where the data comes from, without secrets', () => {
    expect(
      toConfigSnapshot(
        readOnly({
          github: { ...github, host: 'ghe.example.com', token: 'secret' },
          schedule: { frequency: { minutes: 5 } },
          alerts: { recipients: { entityRefs: ['user:default/ada'] } },
          webhooks: [
            {
              url: 'https://hooks.example.com/?token=secret',
              secret: 'plain text of thirty letters..',
              events: ['sync.failed'],
            },
          ],
        }),
      ),
    ).toEqual({
      repository: 'acme/architecture',
      branch: 'main',
      scheduleFrequency: 'PT5M',
      url: 'https://ghe.example.com/acme/architecture',
      hostType: 'github',
    });
  });

  it('says it of a directory as it was configured', () => {
    expect(toConfigSnapshot(readOnly({ directory: './data' }))).toEqual({
      repository: './data',
      branch: '-',
      scheduleFrequency: '*/30 * * * *',
    });
  });
});
