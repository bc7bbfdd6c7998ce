import {
  Config,
  ConfigReader,
  readDurationFromConfig,
} from '@backstage/config';
import { InputError, toError } from '@backstage/errors';
import {
  durationToMilliseconds,
  HumanDuration,
  JsonValue,
} from '@backstage/types';
import {
  escapeControls,
  toSafeText,
} from '@internal/plugin-static-data-common';

/** Characters of a value that a message quotes: enough to find it. */
const MAX_QUOTED_LENGTH = 200;

type Range = [min: number, max: number];

const DAY_MS = 24 * 60 * 60 * 1000;

/** Ten years: beyond some 270,000, there are no dates. */
const MAX_DURATION_MS = 3_650 * DAY_MS;

/** A timer of Node.js that is set to 2^31 milliseconds or more, not quite 25 days, ends at once. */
export const MAX_TIMER_MS = 24 * DAY_MS;

/**
 * Reads values under the key `staticData`.
 *
 * @param at - where the configuration is below that key, such as `sources.core.`
 */
export function valuesOf(config: Config, at = '') {
  const number = (key: string, fallback: number, [min, max]: Range) => {
    const value = config.getOptionalNumber(key) ?? fallback;
    if (!(value >= min && value <= max)) {
      throw invalid(at + key, `a number from ${min} to ${max}`, value);
    }
    return value;
  };
  const integer = (key: string, fallback: number, range: Range) => {
    const value = number(key, fallback, range);
    if (!Number.isInteger(value)) {
      throw invalid(at + key, 'a whole number', value);
    }
    return value;
  };
  const milliseconds = (
    key: string,
    fallback: HumanDuration,
    max = MAX_DURATION_MS,
  ) => {
    if (!config.has(key)) {
      return durationToMilliseconds(fallback);
    }
    let duration: HumanDuration;
    try {
      duration = parseDuration(config.get(key), max);
    } catch (error) {
      throw new InputError(
        `Invalid configuration: 'staticData.${at}${key}' must be a duration longer than zero such as '10m', 'PT10M' or { minutes: 10 }: ${
          toError(error).message
        }`,
      );
    }
    return durationToMilliseconds(duration);
  };
  const line = (key: string) => {
    const value = config.getOptionalString(key);
    if (value !== undefined && escapeControls(value) !== value) {
      throw invalid(
        at + key,
        'a text without line breaks and control characters',
        value,
      );
    }
    return value;
  };
  return { number, integer, milliseconds, line };
}

/**
 * Reads a duration in any of the notations of Backstage.
 *
 * Objects of several configuration files are merged, so that { minutes: 30 } in one and { hours: 3 }
 * in another would be three and a half hours. So only one unit is taken.
 *
 * @param max - milliseconds
 * @throws Error that says what is wrong with it
 */
export function parseDuration(
  value: unknown,
  max = MAX_DURATION_MS,
): HumanDuration {
  if (typeof value === 'object' && value !== null) {
    const units = Object.keys(value);
    if (units.length > 1) {
      throw new Error(
        `${units.join(
          ' and ',
        )} may come from several configuration files, which are merged; use one unit, or a text such as 'PT1H30M'`,
      );
    }
  }
  const duration = readDurationFromConfig(
    new ConfigReader({ duration: value as JsonValue }),
    { key: 'duration' },
  );
  const length = durationToMilliseconds(duration);
  if (!(length > 0)) {
    throw new Error('it must be longer than zero');
  }
  if (length > max) {
    throw new Error(`it must not be longer than ${max / DAY_MS} days`);
  }
  return duration;
}

/** The URL that a text is, if it is one that web services have. */
export function parseHttpUrl(text: string): URL | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url && /^https?:$/.test(url.protocol) ? url : undefined;
}

/** Names the key and quotes its value, so it must not be used for what is nothing but a secret. */
export function invalid(
  key: string,
  expected: string,
  actual: unknown,
): InputError {
  return new InputError(
    `Invalid configuration: 'staticData.${key}' must be ${expected}, got ${toSafeText(
      String(JSON.stringify(actual)),
      MAX_QUOTED_LENGTH,
    )}`,
  );
}
