import { Config, readDurationFromConfig } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds, HumanDuration } from '@backstage/types';

// Reads values under the key `staticData`; keys are relative to it.

/** Reads a number within a range. */
export function readNumber(
  config: Config,
  key: string,
  fallback: number,
  [min, max]: [min: number, max: number],
): number {
  const value = config.getOptionalNumber(key) ?? fallback;
  if (!(value >= min && value <= max)) {
    throw invalid(key, `a number from ${min} to ${max}`, value);
  }
  return value;
}

/** Reads a whole number within a range. */
export function readInteger(
  config: Config,
  key: string,
  fallback: number,
  range: [min: number, max: number],
): number {
  const value = readNumber(config, key, fallback, range);
  if (!Number.isInteger(value)) {
    throw invalid(key, 'a whole number', value);
  }
  return value;
}

/** Reads a duration, in milliseconds. */
export function readMilliseconds(
  config: Config,
  key: string,
  fallback: HumanDuration,
): number {
  if (!config.has(key)) {
    return durationToMilliseconds(fallback);
  }
  let duration: HumanDuration;
  try {
    duration = readDurationFromConfig(config, { key });
  } catch (error) {
    throw new InputError(
      `Invalid configuration: 'staticData.${key}' must be a duration such as '10m', 'PT10M' or { minutes: 10 }`,
      error,
    );
  }
  const milliseconds = durationToMilliseconds(duration);
  if (!(milliseconds > 0)) {
    throw invalid(key, 'a duration longer than zero', milliseconds);
  }
  return milliseconds;
}

/** The URL that a text is, if it is one that web services have. */
export function parseHttpUrl(text: string): URL | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url && /^https?:$/.test(url.protocol) ? url : undefined;
}

/** Names the key and quotes its value, so it must not be used for secrets. */
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
