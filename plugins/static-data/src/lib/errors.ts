import { ResponseError } from '@backstage/errors';
import { CHUNK_LOAD_ERROR, CODE_GONE_ERROR } from './lazyCode';

/** How a request failed, as far as readers need to know in order to help themselves. */
export type Failure =
  | { type: 'unreachable' | 'signedOut' | 'forbidden' }
  /** The app in the browser is older than the one on the server. */
  | { type: 'outdated' }
  /** `retryAfterMs` is absent if the backend did not say when it accepts requests again. */
  | { type: 'tooManyRequests'; retryAfterMs?: number }
  /** What the backend says about it. */
  | { type: 'other'; message: string };

/** Proxies answer with these while the backend behind them is away. */
const GATEWAY_STATUSES = [502, 503, 504];

export function toFailure(error: Error, now: number = Date.now()): Failure {
  // what fetch throws, with a message that names hosts and differs between browsers
  if (error.name === 'TypeError' || error.name === CHUNK_LOAD_ERROR) {
    return { type: 'unreachable' };
  }
  if (error.name === CODE_GONE_ERROR) {
    return { type: 'outdated' };
  }
  if (!isResponseError(error)) {
    return { type: 'other', message: error.message };
  }
  const { statusCode, statusText, cause, response } = error;
  switch (statusCode) {
    case 401:
      return { type: 'signedOut' };
    case 403:
      return { type: 'forbidden' };
    case 429:
      return {
        type: 'tooManyRequests',
        retryAfterMs: parseRetryAfter(response.headers.get('retry-after'), now),
      };
    default:
  }
  if (isOfBackend(error)) {
    return { type: 'other', message: cause.message };
  }
  return GATEWAY_STATUSES.includes(statusCode)
    ? { type: 'unreachable' }
    : { type: 'other', message: `${statusCode} ${statusText}`.trim() };
}

/** Whether nobody answered, as while the backend restarts. */
export function isUnreachable(error: Error): boolean {
  return toFailure(error).type === 'unreachable';
}

export function hasStatus(error: Error, statusCode: number): boolean {
  return isResponseError(error) && error.statusCode === statusCode;
}

/** Whether the backend says that there is no such thing, and not a server that does not know its paths. */
export function isUnknown(error: Error): boolean {
  return (
    isResponseError(error) && error.statusCode === 404 && isOfBackend(error)
  );
}

/** Of an answer with no words of the backend in it, the message is of the errors package. */
function isOfBackend({ cause }: ResponseError): boolean {
  return !cause.message.startsWith('Request failed with status');
}

function isResponseError(error: Error): error is ResponseError {
  // by name, as two copies of the errors package may be installed
  return error.name === 'ResponseError';
}

/** The header has either seconds or a date. */
function parseRetryAfter(
  header: string | null,
  now: number,
): number | undefined {
  if (!header) {
    return undefined;
  }
  const milliseconds = /^\d+$/.test(header)
    ? Number(header) * 1000
    : Date.parse(header) - now;
  return Number.isNaN(milliseconds) ? undefined : Math.max(0, milliseconds);
}
