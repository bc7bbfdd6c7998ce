import { isError } from '@backstage/errors';
import { SyncFindingCode } from '@internal/plugin-static-data-common';
import { SyncFindingError } from '@internal/plugin-static-data-model';
import { Redactor } from '../Redactor';
import { abortFailure, fetchFailure } from './sourceFailures';
import { RateLimitedError } from './RateLimit';

const MAX_DETAIL_LENGTH = 500;

/** What was being read when it failed. */
export interface HostFailureContext {
  /** For example `acme/architecture on github.com`. */
  subject: string;
  signal: AbortSignal;
  redactor: Redactor;
  /** Where the credentials in use are configured. */
  credentialsKey: string;
  /** What they have to be allowed to read of it; its contents unless it is said. */
  rights?: string;
  /** What is done with it; it is read unless it is said. */
  act?: string;
}

/**
 * Says what an error of a host means, and what can be done about it. Neither the failure nor its cause
 * contains secrets.
 */
export function toHostFailure(
  error: unknown,
  context: HostFailureContext,
): SyncFindingError {
  if (error instanceof SyncFindingError) {
    return error;
  }
  const { subject, signal, redactor } = context;
  if (signal.aborted) {
    return abortFailure(subject, signal);
  }
  const code = codeOf(error);
  const { problem, hint } = describe(code, context);
  const detail = redactor.redact(textOf(error), MAX_DETAIL_LENGTH);
  const stack = isError(error) ? error.stack : undefined;
  return fetchFailure(
    {
      code,
      message: `${problem}: ${detail}`,
      hint,
      ...(code === 'INTERNAL' &&
        stack && { stackTrace: redactor.redact(stack) }),
    },
    redactor.redactError(error),
  );
}

/**
 * Whether the error says that something does not exist. To hosts, that includes repositories that the
 * credentials may not see.
 */
export function isNotFound(error: unknown): boolean {
  return codeOf(error) === 'NOT_FOUND';
}

/** Whether the credentials are right, but do not reach as far. */
export function isForbidden(error: unknown): boolean {
  return statusOf(error) === 403 && codeOf(error) === 'AUTH';
}

function codeOf(error: unknown): SyncFindingCode {
  const status = statusOf(error);
  const text = textOf(error);
  const name = isError(error) ? error.name : undefined;
  if (
    error instanceof RateLimitedError ||
    status === 429 ||
    /rate limit/i.test(text)
  ) {
    return 'RATE_LIMIT';
  }
  if (
    // 203 comes with the page of a sign-in from Azure DevOps.
    [203, 401, 403].includes(status ?? 0) ||
    // Thrown by @azure/identity if no credentials are found.
    /^(AggregateA|A)uthentication(Required)?Error$|^CredentialUnavailableError$/.test(
      name ?? '',
    ) ||
    // Thrown by @backstage/integration 2.1.2 if a GitHub App is not installed for the owner.
    /does not have access to/i.test(text)
  ) {
    return 'AUTH';
  }
  // GitHub answers 422 when a ref does not resolve to a commit.
  if (status === 404 || status === 422) {
    return 'NOT_FOUND';
  }
  // The answer of GitHub and Gitea for a repository without any commit.
  if (status === 409) {
    return 'EMPTY_SOURCE';
  }
  if ((status !== undefined && status >= 500) || isConnectionError(error)) {
    return 'NETWORK';
  }
  return 'INTERNAL';
}

/** The status of the answer that the error stands for, if it tells. */
export function statusOf(error: unknown): number | undefined {
  const { status, statusCode } = Object(error);
  const value: unknown = status ?? statusCode;
  return typeof value === 'number' ? value : undefined;
}

/** What the host says in the answer that the error stands for; empty if that is not known. */
export function answerOf(error: unknown): string {
  return String(Object(error).answer ?? '');
}

function isConnectionError(error: unknown): boolean {
  if (!isError(error)) {
    return false;
  }
  const code = 'code' in error ? String(error.code) : '';
  return (
    // From fetch, from a deadline, and from an archive that ends too early.
    ['FetchError', 'AbortError', 'TimeoutError', 'ZlibError'].includes(
      error.name,
    ) ||
    /^(E[A-Z]{4,}|EAI_[A-Z]+|ERR_STREAM_\w+|UND_ERR_\w+|Z_\w+|TAR_\w+|CERT_\w+)$/.test(
      code,
    ) ||
    /premature close|socket hang up|fetch failed|unexpected end|aborted/i.test(
      error.message,
    ) ||
    isConnectionError(error.cause)
  );
}

function describe(
  code: SyncFindingCode,
  context: HostFailureContext,
): { problem: string; hint: string } {
  const { subject, credentialsKey, act, rights = 'contents' } = context;
  switch (code) {
    case 'AUTH':
      return {
        problem: `Not allowed to ${act ?? 'read'} ${subject}`,
        hint: `Check that the token at '${credentialsKey}' is valid, not expired, and may ${
          act ?? `read the ${rights} of`
        } ${subject}.`,
      };
    case 'RATE_LIMIT':
      return {
        problem: `The rate limit is used up for ${subject}`,
        hint: `Nothing to do if it is rare: the next sync goes on from there. Else sync less often with 'staticData.schedule.frequency', or use credentials with a higher limit at '${credentialsKey}'.`,
      };
    case 'NOT_FOUND':
      return {
        problem: `Not found: ${subject}`,
        hint: `Check the spelling, and that the token at '${credentialsKey}' may see it: hosts also answer 'not found' for what a token may not see.`,
      };
    case 'EMPTY_SOURCE':
      return {
        problem: `Nothing was ever committed to ${subject}`,
        hint: 'Commit the data to the repository, or configure another one.',
      };
    case 'NETWORK':
      return {
        problem: `Reading ${subject} failed`,
        hint: 'Check that the backend can reach the host (network, proxy, certificates) and that the host is up. The next sync tries again.',
      };
    default:
      return {
        problem: `Reading ${subject} failed`,
        hint: 'This is unexpected: see the stack trace and the log of the backend.',
      };
  }
}

function textOf(error: unknown): string {
  if (!isError(error)) {
    return String(error ?? 'unknown error');
  }
  const text = error.message || error.name;
  const { cause } = error;
  // That is all that fetch says itself; of several addresses of a host, the cause has a code alone.
  return text === 'fetch failed' && isError(cause)
    ? `${text}: ${cause.message || cause.code || cause.name}`
    : text;
}
