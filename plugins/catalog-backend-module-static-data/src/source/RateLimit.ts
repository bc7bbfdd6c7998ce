import { setTimeout as sleep } from 'node:timers/promises';
import clamp from 'lodash/clamp';
import { ReadTime } from './SourceReader';

/** GitHub asks for a minute where it does not say for how long to wait, and others count by the minute. */
const DEFAULT_WAIT_MS = 60_000;

/** So that a host which says "now" and refuses again is not asked in a loop. */
const MIN_WAIT_MS = 1_000;

/** Longer than a host may ask to wait: the limits of GitHub are renewed every hour. */
const MAX_WAIT_MS = 3_600_000;

/** How long requests count as few after a limit was used up: for the next hour as well. */
const TIGHT_MS = 2 * MAX_WAIT_MS;

/** Share of a limit that is left to syncs by what can wait for the next one. */
const RESERVED_SHARE = 0.25;

/** Seconds: what is less is no time of our days, but how long to wait. */
const FIRST_TIME = 1_000_000_000;

/** Seconds: what is more is no time either, but milliseconds. */
const LAST_TIME = 100_000_000_000;

/**
 * How GitHub words a refusal, or its link to what it says about limits. No name of a repository or owner, which
 * other refusals quote, has a space in it.
 */
const REFUSAL =
  /rate limit|abuse detection|"documentation_url":\s*"[^"]*rate-limit/i;

/** The host refuses requests until a time. */
export class RateLimitedError extends Error {
  constructor(host: string, readonly until: Date) {
    super(`${host} takes no more requests before ${until.toISOString()}`);
    this.name = 'RateLimitedError';
  }
}

/** What GitHub calls the limits of REST and GraphQL. All other hosts have one limit for all requests. */
const RESOURCES = ['core', 'graphql'] as const;

/** What a request counts against, on GitHub. */
export type RateLimitResource = (typeof RESOURCES)[number];

/**
 * The limits on requests to a host with the same credentials, as far as its answers tell them. While
 * a limit is used up, nothing that counts against it is asked.
 *
 * Of GitHub's limits, both kinds are obeyed: the number of requests per hour, which each of its APIs has
 * for itself, and the secondary limits, which a refusal alone tells, and which are for all. See
 * https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api and
 * https://docs.gitlab.com/security/rate_limits/
 */
export class RateLimit {
  /** By resource, undefined for all; milliseconds since the epoch. */
  readonly #until = new Map<RateLimitResource | undefined, number>();
  /** When little of a limit is left, until when. */
  readonly #scarceUntil = new Map<RateLimitResource | undefined, number>();
  /** How often in a row a wait was followed by another refusal. */
  #refusals = 0;
  #closedAt = -Infinity;

  constructor(private readonly host: string) {}

  /** Until when what can wait should: no request is taken, or few are left, which syncs need. */
  get reservedUntil(): Date | undefined {
    const until = Math.max(
      0,
      ...this.#until.values(),
      ...this.#scarceUntil.values(),
    );
    return until > Date.now() ? new Date(until) : undefined;
  }

  /** Whether a limit was used up lately, and so may soon be again. */
  get isTight(): boolean {
    return Date.now() - this.#closedAt < TIGHT_MS;
  }

  /**
   * @param resource - `any` for what counts against neither, but takes a request
   * @throws RateLimitedError while the host takes no requests that count against the resource
   */
  check(resource: RateLimitResource | 'any' = 'core'): void {
    const until = this.#closedUntil(resource === 'any' ? undefined : resource);
    if (until > Date.now()) {
      throw new RateLimitedError(this.host, new Date(until));
    }
  }

  /** @throws RateLimitedError while what can wait should: see {@link RateLimit.reservedUntil} */
  checkReserved(): void {
    const until = this.reservedUntil;
    if (until) {
      throw new RateLimitedError(this.host, until);
    }
  }

  /**
   * Reads from an answer whether a limit is used up.
   *
   * @param body - of an error
   * @throws RateLimitedError if the request was refused for it
   */
  note(
    { status, headers }: Pick<Response, 'status' | 'headers'>,
    body = '',
  ): void {
    const isUsedUp = readLimit(headers, 'remaining') === 0;
    const retryAfterMs = readRetryAfter(headers);
    const isRefused =
      status === 429 ||
      (status === 503 && retryAfterMs !== undefined) ||
      (status === 403 &&
        (isUsedUp || retryAfterMs !== undefined || REFUSAL.test(body)));
    if (isRefused) {
      this.refuse(headers);
    } else if (status < 400) {
      this.#noteScarcity(headers);
      if (retryAfterMs !== undefined) {
        // Azure DevOps asks so for fewer requests before it refuses any.
        this.#closeFor(retryAfterMs, undefined);
      }
      const resetMs = isUsedUp && readReset(headers);
      if (resetMs) {
        this.#closeFor(resetMs, readResource(headers));
      }
    }
  }

  /**
   * A request was refused for a limit.
   *
   * @param headers - of the answer, which may say for which limit, and for how long
   * @throws RateLimitedError
   */
  refuse(headers: Headers): void {
    const retryAfterMs = readRetryAfter(headers);
    // The answer to a secondary limit names the hourly one too, of which there is something left.
    const isHourly =
      retryAfterMs === undefined && !readLimit(headers, 'remaining');
    const resource = isHourly ? readResource(headers) : undefined;
    const milliseconds =
      retryAfterMs ?? (isHourly ? readReset(headers) : undefined);
    // Requests that were sent together are refused together.
    const isKnown = this.#closedUntil(resource) > Date.now();
    this.#refusals += isKnown ? 0 : 1;
    if (milliseconds !== undefined || !isKnown) {
      this.#closeFor(
        milliseconds ?? DEFAULT_WAIT_MS * 2 ** (this.#refusals - 1),
        resource,
      );
    }
    this.check(resource ?? 'any');
  }

  /**
   * Reads something, and once more as soon as the host takes requests whenever it refuses them, as long as
   * the time allows.
   *
   * @param read - checks the limit before it asks for something
   * @throws RateLimitedError if the host takes no requests within the time; the reason of the signal;
   * what `read` throws
   */
  async run<T>(time: ReadTime, read: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        const result = await read();
        this.#refusals = 0;
        return result;
      } catch (error) {
        if (!(error instanceof RateLimitedError)) {
          throw error;
        }
        await this.#wait(error, time);
      }
    }
  }

  async #wait(
    error: RateLimitedError,
    { signal, waitUntil = 0, onWait }: ReadTime,
  ): Promise<void> {
    if (error.until.getTime() > waitUntil) {
      throw error;
    }
    onWait?.(this.host, error.until);
    // Timers may be a millisecond early.
    const milliseconds = error.until.getTime() - Date.now() + 1;
    await sleep(milliseconds, undefined, { signal });
  }

  #closedUntil(resource: RateLimitResource | undefined): number {
    return Math.max(
      this.#until.get(undefined) ?? 0,
      this.#until.get(resource) ?? 0,
    );
  }

  #noteScarcity(headers: Headers): void {
    const limit = readLimit(headers, 'limit');
    const remaining = readLimit(headers, 'remaining');
    if (limit === undefined || remaining === undefined) {
      return;
    }
    const isScarce = remaining < limit * RESERVED_SHARE;
    const resetMs = isScarce ? readReset(headers) : undefined;
    this.#scarceUntil.set(
      readResource(headers),
      resetMs === undefined
        ? 0
        : Date.now() + clamp(resetMs, MIN_WAIT_MS, MAX_WAIT_MS),
    );
  }

  #closeFor(
    milliseconds: number,
    resource: RateLimitResource | undefined,
  ): void {
    this.#closedAt = Date.now();
    this.#until.set(
      resource,
      Math.max(
        this.#until.get(resource) ?? 0,
        Date.now() + clamp(milliseconds, MIN_WAIT_MS, MAX_WAIT_MS),
      ),
    );
  }
}

/** Which limit an answer tells of; undefined if it is one for all requests. */
function readResource(headers: Headers): RateLimitResource | undefined {
  // Azure DevOps has this header too, and calls its only limit by changing names.
  const name = headers.get('x-ratelimit-resource');
  return RESOURCES.find(resource => resource === name);
}

/** Seconds, or the time when it is over, as in RFC 9110. */
function readRetryAfter(headers: Headers): number | undefined {
  const text = headers.get('retry-after')?.trim();
  if (!text) {
    return undefined;
  }
  const seconds = Number(text);
  const milliseconds = Number.isNaN(seconds)
    ? Date.parse(text) - timeOf(headers)
    : seconds * 1_000;
  return Number.isNaN(milliseconds) ? undefined : milliseconds;
}

/** In how many milliseconds requests are renewed; hosts give the time since the epoch, or the seconds until then. */
function readReset(headers: Headers): number | undefined {
  const reset = readLimit(headers, 'reset');
  if (reset === undefined) {
    return undefined;
  }
  if (reset < FIRST_TIME) {
    return reset * 1_000;
  }
  return (reset < LAST_TIME ? reset * 1_000 : reset) - timeOf(headers);
}

/** GitHub and Azure DevOps have another prefix than GitLab. */
function readLimit(
  headers: Headers,
  name: 'limit' | 'remaining' | 'reset',
): number | undefined {
  const text =
    headers.get(`x-ratelimit-${name}`) ?? headers.get(`ratelimit-${name}`);
  const value = text?.trim() ? Number(text) : NaN;
  return Number.isNaN(value) ? undefined : value;
}

/** By the clock of the host, which is the one that it writes times by. */
function timeOf(headers: Headers): number {
  const time = Date.parse(headers.get('date') ?? '');
  return Number.isNaN(time) ? Date.now() : time;
}
