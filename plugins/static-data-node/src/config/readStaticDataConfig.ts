import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Config } from '@backstage/config';
import { InputError, toError } from '@backstage/errors';
import { HumanDuration } from '@backstage/types';
import {
  repositoryPage,
  SyncConfigSnapshot,
} from '@internal/plugin-static-data-common';
import {
  candidatesOf,
  mapKinds,
  SOURCE_LIMITS,
  SourceFilesConfig,
  SourceLimits,
} from '@internal/plugin-static-data-model';
import { AlertsConfig, readAlerts } from './readAlerts';
import { ReadKeys } from './ReadKeys';
import { readSource, SourceConfig } from './readSource';
import { readWebhooks, WebhookConfig } from './readWebhooks';
import { SyncSchedule } from './SyncSchedule';
import { invalid, MAX_TIMER_MS, valuesOf } from './values';

const MEGABYTE = 1024 * 1024;

/**
 * How much of the history is kept.
 *
 * @public
 */
export interface HistoryLimits {
  retentionDays: number;
  maxRecords: number;
}

/**
 * The configuration under the key `staticData`, read and validated.
 *
 * @public
 */
export interface StaticDataConfig {
  source: SourceConfig;
  files: SourceFilesConfig;
  schedule: {
    frequency: SyncSchedule;
    /** Milliseconds. */
    timeoutMs: number;
    initialDelay: HumanDuration;
  };
  history: HistoryLimits & {
    dryRuns: HistoryLimits;
  };
  limits: SourceLimits & {
    /** Of all users and services together. */
    maxQueuedDryRuns: number;
  };
  repositories: {
    /**
     * Repositories that applications may name besides those of the source's owner, as `owner/name` or
     * `host/owner/name`, with `*` for any part of a name, and in lower case. An owner may be a group in a
     * group, or an organisation and a project.
     */
    allow: string[];
  };
  groups: {
    /** Entity refs with `*` for any part of a name; undefined means all. */
    allow?: string[];
  };
  safety: { maxRemovalPercent: number; minRemovals: number };
  reconcile: { frequencyMs: number };
  alerts: AlertsConfig;
  /** In the order of the configuration; their ids are different. */
  webhooks: WebhookConfig[];
  /** Absolute path of the folder for records that could not be written to the database. */
  spoolDirectory: string;
}

/**
 * What is logged and answered where {@link readStaticDataConfig} finds no configuration.
 *
 * @public
 */
export const NOT_CONFIGURED_MESSAGE = `Static Data is not configured: the configuration has no key 'staticData'`;

/**
 * Reads the configuration under the key `staticData`.
 *
 * @param rootConfig - configuration of the backend
 * @returns undefined without the key: the plugin is installed but has nothing to synchronise
 * @throws InputError that names the key and what was expected, or the known key that is nearest to an
 * unknown one
 * @public
 */
export function readStaticDataConfig(
  rootConfig: Config,
): StaticDataConfig | undefined {
  const untracked = rootConfig.getOptionalConfig('staticData');
  if (!untracked) {
    return undefined;
  }
  const keys = new ReadKeys();
  let read: StaticDataConfig;
  try {
    read = readKnown(keys.track(untracked), rootConfig);
  } catch (error) {
    throw keys.explain(error, untracked.get());
  }
  keys.check(untracked.get());
  return read;
}

function readKnown(config: Config, rootConfig: Config): StaticDataConfig {
  const { number, integer, milliseconds, line } = valuesOf(config);
  return {
    source: readSource(config, rootConfig),
    files: readFiles(config),
    schedule: {
      frequency: readFrequency(config),
      timeoutMs: milliseconds(
        'schedule.timeout',
        { minutes: 10 },
        MAX_TIMER_MS,
      ),
      initialDelay: {
        milliseconds: milliseconds(
          'schedule.initialDelay',
          { seconds: 5 },
          MAX_TIMER_MS,
        ),
      },
    },
    history: {
      retentionDays: integer('history.retentionDays', 90, [1, 36_500]),
      maxRecords: integer('history.maxRecords', 10_000, [1, 100_000_000]),
      dryRuns: {
        retentionDays: integer(
          'history.dryRuns.retentionDays',
          30,
          [1, 36_500],
        ),
        maxRecords: integer(
          'history.dryRuns.maxRecords',
          500,
          [1, 100_000_000],
        ),
      },
    },
    limits: {
      maxQueuedDryRuns: integer('limits.maxQueuedDryRuns', 20, [1, 10_000]),
      maxFileSize:
        number(
          'limits.maxFileMegabytes',
          SOURCE_LIMITS.maxFileSize / MEGABYTE,
          [0.001, 100],
        ) * MEGABYTE,
      maxTotalSize:
        number(
          'limits.maxTotalMegabytes',
          SOURCE_LIMITS.maxTotalSize / MEGABYTE,
          [0.001, 16_384],
        ) * MEGABYTE,
      maxFiles: integer(
        'limits.maxFiles',
        SOURCE_LIMITS.maxFiles,
        [1, 10_000_000],
      ),
    },
    repositories: { allow: readAllowedRepositories(config) },
    groups: { allow: readAllowedGroups(config) },
    safety: {
      maxRemovalPercent: number('safety.maxRemovalPercent', 20, [0, 100]),
      minRemovals: integer('safety.minRemovals', 5, [0, 1_000_000]),
    },
    reconcile: {
      frequencyMs: milliseconds('reconcile.frequency', { hours: 24 }),
    },
    alerts: readAlerts(config),
    webhooks: readWebhooks(config),
    spoolDirectory: resolve(
      line('spoolDirectory') ??
        join(
          rootConfig.getOptionalString('backend.workingDirectory') ?? tmpdir(),
          'static-data-spool',
        ),
    ),
  };
}

/**
 * The configuration as records and the API show it: without secrets.
 *
 * @public
 */
export function toConfigSnapshot(config: StaticDataConfig): SyncConfigSnapshot {
  const scheduleFrequency = config.schedule.frequency.toString();
  const { source } = config;
  if (source.type === 'directory') {
    return { repository: source.directory, branch: '-', scheduleFrequency };
  }
  return {
    repository: `${source.owner}/${source.name}`,
    branch: source.branch,
    scheduleFrequency,
    url: repositoryPage(source.type, source),
    hostType: source.type,
  };
}

function readFrequency(config: Config): SyncSchedule {
  const key = 'schedule.frequency';
  try {
    return new SyncSchedule(config.getOptional(key));
  } catch (error) {
    throw new InputError(
      `Invalid configuration: 'staticData.${key}' ${toError(error).message}`,
    );
  }
}

function readAllowedRepositories(config: Config): string[] {
  const key = 'repositories.allow';
  return (config.getOptionalStringArray(key) ?? []).map(pattern => {
    if (!/^([\w.-]+:\d+\/)?[\w.*~ -]+(\/[\w.*~ -]+)+$/.test(pattern)) {
      throw invalid(
        key,
        "'owner/name' or 'host/owner/name', with '*' for any part of a name",
        pattern,
      );
    }
    return pattern.toLowerCase();
  });
}

function readAllowedGroups(config: Config): string[] | undefined {
  const key = 'groups.allow';
  return config.getOptionalStringArray(key)?.map(pattern => {
    const [, kind = 'group', namespace = 'default', name] =
      /^(?:([a-z*]+):)?(?:([\w.*-]+)\/)?([\w.*-]+)$/i.exec(pattern) ?? [];
    if (!name) {
      throw invalid(
        key,
        "the ref of a group, such as 'group:default/payments-*'",
        pattern,
      );
    }
    return `${kind}:${namespace}/${name}`.toLowerCase();
  });
}

function readFiles(config: Config): SourceFilesConfig {
  const { line } = valuesOf(config);
  const keyOf = new Map<string, string>();
  return mapKinds((kind, { place }) => {
    const key = `files.${kind}`;
    const path = line(key) ?? place.defaultPath;
    const segments = path.split('/');
    if (segments.some(segment => ['', '.', '..'].includes(segment))) {
      throw invalid(key, 'a path relative to the root of the source', path);
    }
    for (const candidate of candidatesOf(path)) {
      const other = keyOf.get(candidate);
      if (other) {
        throw invalid(key, `another file than 'staticData.${other}'`, path);
      }
      keyOf.set(candidate, key);
    }
    return path;
  });
}
