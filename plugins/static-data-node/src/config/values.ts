import { Config, readDurationFromConfig } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds, HumanDuration } from '@backstage/types';

type Range = [min: number, max: number];

/** Reads values under the key `staticData`; the keys are relative to it. */
export function valuesOf(config: Config) {
  const number = (key: string, fallback: number, [min, max]: Range) => {
    const value = config.getOptionalNumber(key) ?? fallback;
    if (!(value >= min && value <= max)) {
      throw invalid(key, `a number from ${min} to ${max}`, value);
    }
    return value;
  };
  const integer = (key: string, fallback: number, range: Range) => {
    const value = number(key, fallback, range);
    if (!Number.isInteger(value)) {
      throw invalid(key, 'a whole number', value);
    }
    return value;
  };
  const milliseconds = (key: string, fallback: HumanDuration) => {
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
    const value = durationToMilliseconds(duration);
    if (!(value > 0)) {
      throw invalid(key, 'a duration longer than zero', value);
    }
    return value;
  };
  return { number, integer, milliseconds };
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
