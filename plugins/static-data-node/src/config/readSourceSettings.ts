import { Config } from '@backstage/config';
import { InputError, toError } from '@backstage/errors';
import { HumanDuration } from '@backstage/types';
import {
  candidatesOf,
  mapKinds,
  SOURCE_LIMITS,
  SourceFilesConfig,
  SourceLimits,
} from '@internal/plugin-static-data-model';
import {
  MaintenanceWindows,
  readMaintenanceWindows,
} from './MaintenanceWindows';
import { SyncSchedule } from './SyncSchedule';
import { invalid, MAX_TIMER_MS, valuesOf } from './values';

const MEGABYTE = 1024 * 1024;

/**
 * How a source is synchronised.
 *
 * @public
 */
export interface SourceSettings {
  files: SourceFilesConfig;
  schedule: {
    frequency: SyncSchedule;
    /** Milliseconds. */
    timeoutMs: number;
    initialDelay: HumanDuration;
    maintenance: MaintenanceWindows;
  };
  limits: SourceLimits;
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
  checks: {
    /** Whether pull requests are previewed, and the host is told. */
    enabled: boolean;
    /** Also those whose branch is in another repository. */
    forks: boolean;
  };
}

const DEFAULT_SETTINGS: SourceSettings = {
  files: mapKinds((_, { place }) => place.defaultPath),
  schedule: {
    frequency: new SyncSchedule(),
    timeoutMs: 10 * 60_000,
    initialDelay: { seconds: 5 },
    maintenance: new MaintenanceWindows(),
  },
  limits: SOURCE_LIMITS,
  repositories: { allow: [] },
  groups: {},
  safety: { maxRemovalPercent: 20, minRemovals: 5 },
  reconcile: { frequencyMs: 24 * 60 * 60_000 },
  checks: { enabled: false, forks: false },
};

/**
 * Reads the settings of a source, or those that all sources have in common.
 *
 * @param at - where the configuration is below `staticData`
 * @param defaults - what is left out comes from here, value by value
 */
export function readSourceSettings(
  config: Config,
  at = '',
  defaults = DEFAULT_SETTINGS,
): SourceSettings {
  const { number, integer, milliseconds } = valuesOf(config, at);
  const { schedule, limits, safety, reconcile, checks } = defaults;
  return {
    files: readFiles(config, at, defaults.files),
    schedule: {
      frequency: readFrequency(config, at, schedule.frequency),
      timeoutMs: milliseconds(
        'schedule.timeout',
        { milliseconds: schedule.timeoutMs },
        MAX_TIMER_MS,
      ),
      initialDelay: {
        milliseconds: milliseconds(
          'schedule.initialDelay',
          schedule.initialDelay,
          MAX_TIMER_MS,
        ),
      },
      maintenance: readMaintenanceWindows(config, at) ?? schedule.maintenance,
    },
    limits: {
      maxFileSize:
        number(
          'limits.maxFileMegabytes',
          limits.maxFileSize / MEGABYTE,
          [0.001, 100],
        ) * MEGABYTE,
      maxTotalSize:
        number(
          'limits.maxTotalMegabytes',
          limits.maxTotalSize / MEGABYTE,
          [0.001, 16_384],
        ) * MEGABYTE,
      maxFiles: integer('limits.maxFiles', limits.maxFiles, [1, 10_000_000]),
    },
    repositories: {
      allow: readAllowedRepositories(config, at) ?? defaults.repositories.allow,
    },
    groups: { allow: readAllowedGroups(config, at) ?? defaults.groups.allow },
    safety: {
      maxRemovalPercent: number(
        'safety.maxRemovalPercent',
        safety.maxRemovalPercent,
        [0, 100],
      ),
      minRemovals: integer(
        'safety.minRemovals',
        safety.minRemovals,
        [0, 1_000_000],
      ),
    },
    reconcile: {
      frequencyMs: milliseconds('reconcile.frequency', {
        milliseconds: reconcile.frequencyMs,
      }),
    },
    checks: {
      enabled: config.getOptionalBoolean('checks.enabled') ?? checks.enabled,
      forks: config.getOptionalBoolean('checks.forks') ?? checks.forks,
    },
  };
}

function readFrequency(
  config: Config,
  at: string,
  fallback: SyncSchedule,
): SyncSchedule {
  const key = 'schedule.frequency';
  try {
    // Of each source's own, for it remembers times.
    return new SyncSchedule(config.getOptional(key) ?? fallback.toString());
  } catch (error) {
    throw new InputError(
      `Invalid configuration: 'staticData.${at}${key}' ${
        toError(error).message
      }`,
    );
  }
}

function readAllowedRepositories(
  config: Config,
  at: string,
): string[] | undefined {
  const key = 'repositories.allow';
  return config.getOptionalStringArray(key)?.map(pattern => {
    if (!/^([\w.-]+:\d+\/)?[\w.*~ -]+(\/[\w.*~ -]+)+$/.test(pattern)) {
      throw invalid(
        at + key,
        "'owner/name' or 'host/owner/name', with '*' for any part of a name",
        pattern,
      );
    }
    return pattern.toLowerCase();
  });
}

function readAllowedGroups(config: Config, at: string): string[] | undefined {
  const key = 'groups.allow';
  return config.getOptionalStringArray(key)?.map(pattern => {
    const [, kind = 'group', namespace = 'default', name] =
      /^(?:([a-z*]+):)?(?:([\w.*-]+)\/)?([\w.*-]+)$/i.exec(pattern) ?? [];
    if (!name) {
      throw invalid(
        at + key,
        "the ref of a group, such as 'group:default/payments-*'",
        pattern,
      );
    }
    return `${kind}:${namespace}/${name}`.toLowerCase();
  });
}

function readFiles(
  config: Config,
  at: string,
  defaults: SourceFilesConfig,
): SourceFilesConfig {
  const { line } = valuesOf(config, at);
  const keyOf = new Map<string, string>();
  return mapKinds(kind => {
    const key = `files.${kind}`;
    const path = line(key) ?? defaults[kind];
    const segments = path.split('/');
    if (segments.some(segment => ['', '.', '..'].includes(segment))) {
      throw invalid(
        at + key,
        'a path relative to the root of the source',
        path,
      );
    }
    for (const candidate of candidatesOf(path)) {
      const other = keyOf.get(candidate);
      if (other) {
        throw invalid(
          at + key,
          `another file than 'staticData.${at}${other}'`,
          path,
        );
      }
      keyOf.set(candidate, key);
    }
    return path;
  });
}
