import { stringifyError } from '@backstage/errors';
import DataLoader from 'dataloader';
import groupBy from 'lodash/groupBy';
import isEmpty from 'lodash/isEmpty';
import { z } from 'zod';
import { nameOf, RepositoryName } from '../repositoryUrls';
import { badAnswer } from '../sourceFailures';
import { AnswerTooLargeError } from '../HostClient';
import { RateLimit } from '../RateLimit';
import { GithubApi, GithubCredentials } from './GithubApi';
import { isGraphqlRefusal, isOfQuery, toGraphqlError } from './graphqlErrors';
import { statusOf } from '../toHostFailure';

/** Objects to ask for in one request. */
export const OBJECTS_PER_REQUEST = 100;

/**
 * How long what is asked for waits for more of it, in milliseconds: those who have waited for the same
 * limit ask again one after the other.
 */
const WINDOW_MS = 5;

/** For the credentials of a GitHub App, in milliseconds. */
const CREDENTIALS_TIMEOUT_MS = 30_000;

/** How long GraphQL is not tried again where it is not offered, in milliseconds. */
const REFUSAL_MS = 3_600_000;

const entrySchema = z.object({
  name: z.string(),
  type: z.string(),
  mode: z.number(),
  oid: z.string(),
  size: z.number(),
});

const objectSchema = z.object({
  oid: z.string(),
  entries: z.array(entrySchema).nullish(),
  byteSize: z.number().optional(),
  isTruncated: z.boolean().nullish(),
  text: z.string().nullish(),
});

const dataSchema = z.record(
  z.string(),
  z
    .object({ nameWithOwner: z.string(), object: objectSchema.nullable() })
    .nullable(),
);

/** What is asked of an object. See https://docs.github.com/graphql/reference/interfaces#gitobject */
const SELECTIONS = {
  id: 'oid',
  tree: 'oid ... on Tree { entries { name type mode oid size } }',
  blob: 'oid ... on Blob { byteSize isTruncated text }',
};

/** A Git object of a repository, and what is asked of it. */
export interface ObjectQuery {
  repository: RepositoryName;
  /** As Git's revisions are written: `HEAD:services/pay`, or an id. */
  expression: string;
  select: keyof typeof SELECTIONS;
}

/** What GitHub tells of a Git object, as far as it was asked for. */
export type GithubObject = z.infer<typeof objectSchema> & {
  /** What GitHub calls the repository, which may be another name than it was asked for by. */
  nameWithOwner: string;
};

type Result = GithubObject | undefined | Error;

/** The host has no GraphQL API for who asks. */
export class GraphqlRefusedError extends Error {}

/**
 * Reads Git objects of the repositories of one host through GitHub's GraphQL API: those that are asked
 * for together, in one request for every hundred.
 */
export class GithubObjects {
  readonly #api: GithubApi;
  readonly #loader: DataLoader<ObjectQuery, GithubObject | undefined>;
  /** By the limits of the credentials that were refused, until when; milliseconds since the epoch. */
  readonly #refusedUntil = new WeakMap<RateLimit, number>();

  constructor(api: GithubApi) {
    this.#api = api;
    this.#loader = new DataLoader(queries => this.#readAll(queries), {
      maxBatchSize: OBJECTS_PER_REQUEST,
      // Objects of a branch change.
      cache: false,
      batchScheduleFn: send => setTimeout(send, WINDOW_MS),
    });
  }

  /**
   * Reads an object.
   *
   * @returns undefined if the repository has no such object
   * @throws GraphqlRefusedError; an error with the status 403 or 404 if the repository cannot be read;
   * what `GithubApi.query` throws
   */
  async read(query: ObjectQuery): Promise<GithubObject | undefined> {
    return this.#loader.load(query);
  }

  /**
   * Whether it is worth asking for objects of a repository.
   *
   * @throws what `GithubApi.getCredentials` throws; RateLimitedError
   */
  async isOffered(repository: RepositoryName): Promise<boolean> {
    return (await this.#findCredentials(repository)) !== undefined;
  }

  async #readAll(queries: readonly ObjectQuery[]): Promise<Result[]> {
    const results = new Map<ObjectQuery, Result>();
    const asked = await Promise.all(
      queries.map(async query => {
        try {
          const credentials = await this.#findCredentials(query.repository);
          if (!credentials) {
            throw new GraphqlRefusedError();
          }
          return [{ query, credentials }];
        } catch (error) {
          results.set(query, toErrorObject(error));
          return [];
        }
      }),
    );
    // An installation of a GitHub App has a token for each owner.
    const groups = groupBy(asked.flat(), ({ credentials }) =>
      JSON.stringify(credentials),
    );
    for (const group of Object.values(groups)) {
      const [{ credentials }] = group;
      await this.#readGroup(
        group.map(({ query }) => query),
        credentials,
        results,
      );
    }
    return queries.map(query => results.get(query));
  }

  /** Undefined if GraphQL answers nobody with them, as far as is known. */
  async #findCredentials(
    repository: RepositoryName,
  ): Promise<GithubCredentials> {
    this.#api.rateLimitOf(repository).check('graphql');
    const credentials = this.#isRefused(repository)
      ? undefined
      : await this.#api.getCredentials(
          repository,
          AbortSignal.timeout(CREDENTIALS_TIMEOUT_MS),
        );
    return isEmpty(credentials) ? undefined : credentials;
  }

  async #readGroup(
    group: ObjectQuery[],
    credentials: GithubCredentials,
    results: Map<ObjectQuery, Result>,
  ): Promise<void> {
    try {
      const answers = await this.#ask(group, credentials);
      group.forEach((query, index) => results.set(query, answers[index]));
    } catch (error) {
      if (group.length > 1 && isTooMuch(error)) {
        const half = Math.ceil(group.length / 2);
        await this.#readGroup(group.slice(0, half), credentials, results);
        await this.#readGroup(group.slice(half), credentials, results);
        return;
      }
      if (isGraphqlRefusal(error)) {
        group.forEach(({ repository }) =>
          this.#refusedUntil.set(
            this.#api.rateLimitOf(repository),
            Date.now() + REFUSAL_MS,
          ),
        );
      }
      group.forEach(query =>
        results.set(
          query,
          this.#isRefused(query.repository)
            ? new GraphqlRefusedError()
            : toErrorObject(error),
        ),
      );
    }
  }

  #isRefused(repository: RepositoryName): boolean {
    const until = this.#refusedUntil.get(this.#api.rateLimitOf(repository));
    return until !== undefined && until > Date.now();
  }

  async #ask(
    group: ObjectQuery[],
    credentials: GithubCredentials,
  ): Promise<Result[]> {
    const { document, variables } = toDocument(group);
    const [{ repository }] = group;
    const { data, errors } = await this.#api.query(document, variables, {
      credentials,
      repository,
    });
    const common = errors.find(
      error => error.path === undefined || isOfQuery(error),
    );
    const parsed = dataSchema.safeParse(data);
    if (common || !parsed.success) {
      throw common
        ? toGraphqlError(common)
        : badAnswer(
            `${this.#api.host} answered something else than was asked for`,
            parsed.error,
          );
    }
    return group.map((query, index) => {
      const alias = toAlias(index);
      const error = errors.find(({ path }) => path?.[0] === alias);
      const answer = parsed.data[alias];
      if (error || !answer) {
        return error
          ? toGraphqlError(error)
          : badAnswer(
              `${this.#api.host} answered nothing about ${nameOf(
                query.repository,
              )}`,
            );
      }
      const { object, nameWithOwner } = answer;
      return object ? { ...object, nameWithOwner } : undefined;
    });
  }
}

function toAlias(index: number): string {
  return `r${index}`;
}

/** One query for all objects, whose names and expressions are variables. */
function toDocument(group: ObjectQuery[]): {
  document: string;
  variables: Record<string, string>;
} {
  const declarations: string[] = [];
  const fields: string[] = [];
  const variables: Record<string, string> = {};
  group.forEach(({ repository, expression, select }, index) => {
    declarations.push(
      `$owner${index}: String!, $name${index}: String!, $expression${index}: String!`,
    );
    fields.push(
      `${toAlias(
        index,
      )}: repository(owner: $owner${index}, name: $name${index}) ` +
        `{ nameWithOwner object(expression: $expression${index}) { ${SELECTIONS[select]} } }`,
    );
    variables[`owner${index}`] = repository.owner;
    variables[`name${index}`] = repository.name;
    variables[`expression${index}`] = expression;
  });
  return {
    document: `query (${declarations.join(', ')}) { ${fields.join(' ')} }`,
    variables,
  };
}

/** DataLoader takes nothing for an error that is not an `Error` of this realm. */
function toErrorObject(error: unknown): Error {
  return error instanceof Error
    ? error
    : new Error(stringifyError(error), { cause: error });
}

/** Whether GitHub may be able to answer less. */
function isTooMuch(error: unknown): boolean {
  return (
    error instanceof AnswerTooLargeError ||
    [502, 504].includes(statusOf(error) ?? 0)
  );
}
