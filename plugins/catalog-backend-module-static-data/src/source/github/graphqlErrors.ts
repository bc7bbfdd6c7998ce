import { GraphqlError } from './GithubApi';
import { statusOf } from '../toHostFailure';

/** Where a query has a field that the host does not know, as an old GitHub Enterprise may not. */
const PATH_OF_QUERY = 'query';

const NOT_IMPLEMENTED = 501;

/** What a host without GraphQL answers, or one where the credentials may not use it. */
const STATUSES_OF_REFUSALS = [403, 404, 405, 410, NOT_IMPLEMENTED];

/** Statuses of REST by the types of GraphQL's errors. */
const STATUSES: Record<string, number | undefined> = {
  NOT_FOUND: 404,
  FORBIDDEN: 403,
  RESOURCE_LIMITS_EXCEEDED: 504,
};

/** The error that REST would answer with, as `toHostFailure` expects it. */
export function toGraphqlError(error: GraphqlError): Error {
  const status = isOfQuery(error)
    ? NOT_IMPLEMENTED
    : STATUSES[error.type ?? ''];
  return Object.assign(new Error(error.message), { status });
}

/** Whether it is about the query itself, and not about a part of what was asked for. */
export function isOfQuery({ path }: GraphqlError): boolean {
  return path?.[0] === PATH_OF_QUERY;
}

/** Whether a host that fails in this way has no GraphQL for who asks. */
export function isGraphqlRefusal(error: unknown): boolean {
  return STATUSES_OF_REFUSALS.includes(statusOf(error) ?? 0);
}
