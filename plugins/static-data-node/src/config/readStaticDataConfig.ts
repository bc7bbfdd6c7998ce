import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Config, ConfigReader } from '@backstage/config';
import { JsonObject, JsonValue } from '@backstage/types';
import {
  repositoryPage,
  SyncConfigSnapshot,
} from '@internal/plugin-static-data-common';
import { AlertsConfig, readAlerts } from './readAlerts';
import { ReadKeys } from './ReadKeys';
import { readSources, SyncSourceConfig } from './readSources';
import { readWebhooks, WebhookConfig } from './readWebhooks';
import { valuesOf } from './values';

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
  /** At least one, in the order of the configuration; their ids are different. */
  sources: SyncSourceConfig[];
  history: HistoryLimits & {
    dryRuns: HistoryLimits;
  };
  limits: {
    /** Of all users and services together. */
    maxQueuedDryRuns: number;
  };
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
  const configured = rootConfig.getOptionalConfig('staticData');
  if (!configured) {
    return undefined;
  }
  const untracked = expandSchedules(configured);
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

/** Writes `schedule: manual`, which is short for `schedule: { frequency: manual }`, in full. */
function expandSchedules(config: Config): Config {
  const data = config.get<JsonObject>();
  const sources = isObject(data.sources) ? Object.values(data.sources) : [];
  const manual = [data, ...sources]
    .filter(isObject)
    .filter(({ schedule }) => schedule === 'manual');
  if (manual.length === 0) {
    return config;
  }
  manual.forEach(place => {
    place.schedule = { frequency: 'manual' };
  });
  return new ConfigReader(data, 'app-config', undefined, 'staticData');
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readKnown(config: Config, rootConfig: Config): StaticDataConfig {
  const { integer, line } = valuesOf(config);
  return {
    sources: readSources(config, rootConfig),
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
export function toConfigSnapshot(config: SyncSourceConfig): SyncConfigSnapshot {
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
