import { Config, readDurationFromConfig } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds, HumanDuration } from '@backstage/types';

// Reads values under the key `staticData`; keys are relative to it.

/** A number of a range. */
export function readNumber(
  config: Config,
  key: string,
  fallback: number,
  range: { min: number; max: number },
): number {
  const value = config.getOptionalNumber(key) ?? fallback;
  if (!(value >= range.min && value <= range.max)) {
    throw invalid(key, `a number from ${range.min} to ${range.max}`, value);
  }
  return value;
}

/** A whole number of a range. */
export function readInteger(
  config: Config,
  key: string,
  fallback: number,
  range: { min: number; max: number },
): number {
  const value = readNumber(config, key, fallback, range);
  if (!Number.isInteger(value)) {
    throw invalid(key, 'a whole number', value);
  }
  return value;
}

/** A duration, in milliseconds. */
export function readMilliseconds(
  config: Config,
  key: string,
  fallback: HumanDuration,
): number {
  if (!config.has(key)) {
    return durationToMilliseconds(fallback);
  }
  let milliseconds: number;
  try {
    milliseconds = durationToMilliseconds(
      readDurationFromConfig(config, { key }),
    );
  } catch (error) {
    throw new InputError(
      `Invalid configuration: 'staticData.${key}' must be a duration such as '10m', 'PT10M' or { minutes: 10 }`,
      error,
    );
  }
  if (!(milliseconds > 0)) {
    throw invalid(key, 'a duration longer than zero', milliseconds);
  }
  return milliseconds;
}

/** Says which key is wrong, and what it has; not for keys whose value is a secret. */
export function invalid(
  key: string,
  expected: string,
  actual: unknown,
): InputError {
  return new InputError(
    `Invalid configuration: 'staticData.${key}' must be ${expected}, got ${JSON.stringify(
      actual,
    )}`,
  );
}
