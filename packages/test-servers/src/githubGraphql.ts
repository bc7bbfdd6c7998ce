import { buildSchema, graphql } from 'graphql';
import { FORBIDDEN, secondaryLimit } from './githubApi';
import { GitTestRepository } from './GitTestRepository';
import { GitTestAnswer } from './GitTestServer';

/** The part of GitHub's schema that is used. */
const SCHEMA = buildSchema(`
  scalar GitObjectID
  type Query {
    repository(owner: String!, name: String!, followRenames: Boolean = true): Repository
  }
  type Repository {
    nameWithOwner: String!
    object(expression: String!): GitObject
    refs(refPrefix: String!, query: String, first: Int): RefConnection
  }
  type RefConnection {
    nodes: [Ref]
    pageInfo: PageInfo!
  }
  type Ref {
    name: String!
  }
  type PageInfo {
    hasNextPage: Boolean!
  }
  interface GitObject {
    oid: GitObjectID!
  }
  type Commit implements GitObject {
    oid: GitObjectID!
  }
  type Tree implements GitObject {
    oid: GitObjectID!
    entries: [TreeEntry!]
  }
  type TreeEntry {
    name: String!
    type: String!
    mode: Int!
    oid: GitObjectID!
    size: Int!
  }
  type Blob implements GitObject {
    oid: GitObjectID!
    byteSize: Int!
    isBinary: Boolean
    isTruncated: Boolean!
    text: String
  }
`);

/** Bytes of a file that GitHub gives the text of. */
const MAX_TEXT_SIZE = 512_000;

const TYPES: Record<string, string> = {
  commit: 'Commit',
  tree: 'Tree',
  blob: 'Blob',
};

/** What GitHub says when the points of an hour are used up. */
const USED_UP = 'API rate limit already exceeded for user ID 1.';

type FoundRepository =
  | { repository: GitTestRepository; fullName: string }
  | 'forbidden'
  | undefined;

/** By the mode of the entry. */
const ENTRY_TYPES: Record<number, string> = {
  0o040000: 'tree',
  0o160000: 'commit',
};

/** Bytes. */
const ID_LENGTH = 20;

/** An error as GitHub words it, which has its type beside its message. */
class GithubError extends Error {
  constructor(readonly type: string, message: string) {
    super(message);
  }
}

/**
 * Ways in which GitHub refuses a query for a limit.
 *
 * @public
 */
export const GRAPHQL_REFUSALS = [
  'the type RATE_LIMITED',
  'the type RATE_LIMIT',
  'the message of an error',
  'a message in place of data',
  'the status 403',
] as const;

/**
 * One of {@link GRAPHQL_REFUSALS}.
 *
 * @public
 */
export type GraphqlRefusal = (typeof GRAPHQL_REFUSALS)[number];

/**
 * Answers as GitHub does when a limit is used up: the points of GraphQL, which have a time when they are
 * renewed, or a secondary limit.
 *
 * @param seconds - until it takes queries again, if it says so
 */
export function refuseQuery(
  refusal: GraphqlRefusal,
  seconds: number | undefined,
): GitTestAnswer {
  const secondary = secondaryLimit(seconds);
  const { headers } = secondary;
  const { message } = secondary.body;
  switch (refusal) {
    case 'the type RATE_LIMITED':
      return toAnswer(
        { errors: [{ type: 'RATE_LIMITED', message: USED_UP }] },
        pointsUsedUp(seconds),
      );
    case 'the type RATE_LIMIT':
      return toAnswer(
        {
          errors: [
            {
              type: 'RATE_LIMIT',
              code: 'graphql_rate_limit',
              message: USED_UP,
            },
          ],
        },
        pointsUsedUp(seconds),
      );
    case 'the message of an error':
      return toAnswer({ errors: [{ message }] }, headers);
    case 'a message in place of data':
      return toAnswer(secondary.body, headers);
    default:
      return secondary;
  }
}

function pointsUsedUp(seconds = 3600): Record<string, string> {
  return {
    'x-ratelimit-limit': '5000',
    'x-ratelimit-remaining': '0',
    'x-ratelimit-reset': String(Math.ceil(Date.now() / 1_000) + seconds),
    'x-ratelimit-resource': 'graphql',
  };
}

function toAnswer(
  body: object,
  headers: Record<string, string> = {},
): GitTestAnswer {
  return {
    status: 200,
    headers: { ...headers, 'content-type': 'application/json; charset=utf-8' },
    body: Buffer.from(JSON.stringify(body)),
  };
}

/** Answers like GitHub's GraphQL API. */
export async function answerGraphql(
  body: string,
  find: (fullName: string) => FoundRepository,
): Promise<GitTestAnswer> {
  const { query, variables } = JSON.parse(body);
  const { data, errors } = await graphql({
    schema: SCHEMA,
    source: query,
    variableValues: variables,
    rootValue: {
      repository: ({ owner, name }: { owner: string; name: string }) => {
        const found = find(`${owner}/${name}`);
        if (found === 'forbidden') {
          throw new GithubError('FORBIDDEN', FORBIDDEN.body.message);
        }
        if (!found) {
          throw new GithubError(
            'NOT_FOUND',
            `Could not resolve to a Repository with the name '${owner}/${name}'.`,
          );
        }
        return {
          nameWithOwner: found.fullName,
          object: ({ expression }: { expression: string }) =>
            describeObject(found.repository, expression),
          refs: (asked: { query: string; first: number }) =>
            describeBranches(found.repository, asked),
        };
      },
    },
  });
  return toAnswer({
    data,
    ...(errors && {
      errors: errors.map(error => ({
        type: (error.originalError as GithubError | undefined)?.type,
        ...error.toJSON(),
      })),
    }),
  });
}

async function describeBranches(
  repository: GitTestRepository,
  { query, first }: { query: string; first: number },
): Promise<object> {
  const { names, isLastPage } = await repository.findBranches(query, {
    size: first,
  });
  return {
    nodes: names.map(name => ({ name })),
    pageInfo: { hasNextPage: !isLastPage },
  };
}

async function describeObject(
  repository: GitTestRepository,
  expression: string,
): Promise<object | null> {
  const found = await repository.readObject(expression);
  if (!found) {
    return null;
  }
  const { id, type, content } = found;
  const isBinary = content.includes(0);
  return {
    __typename: TYPES[type],
    oid: id,
    byteSize: content.length,
    isBinary,
    isTruncated: content.length > MAX_TEXT_SIZE,
    text: isBinary ? null : content.toString('utf8', 0, MAX_TEXT_SIZE),
    entries: () => describeEntries(repository, content),
  };
}

/** A tree in Git: for each entry its mode, a space, its name, a zero and the bytes of its id. */
async function describeEntries(
  repository: GitTestRepository,
  tree: Buffer,
): Promise<object[]> {
  const entries = [];
  for (let start = 0; start < tree.length; ) {
    const space = tree.indexOf(' ', start);
    const zero = tree.indexOf(0, space);
    const end = zero + 1 + ID_LENGTH;
    const mode = parseInt(tree.toString('latin1', start, space), 8);
    entries.push({
      name: tree.toString('utf8', space + 1, zero),
      mode,
      type: ENTRY_TYPES[mode] ?? 'blob',
      oid: tree.toString('hex', zero + 1, end),
    });
    start = end;
  }
  return Promise.all(
    entries.map(async entry => ({
      ...entry,
      size:
        entry.type === 'blob'
          ? (await repository.readObject(entry.oid))?.content.length
          : 0,
    })),
  );
}
