import isEmpty from 'lodash/isEmpty';
import { z } from 'zod';
import { BranchPage, BRANCHES_PER_PAGE, toBranchPage } from '../branches';
import { parseAnswer } from '../HostClient';
import { RepositoryName } from '../repositoryUrls';
import { badAnswer } from '../sourceFailures';
import { GithubApi, GithubCredentials } from './GithubApi';
import { isGraphqlRefusal, toGraphqlError } from './graphqlErrors';

const HEADS = 'refs/heads/';

/** https://docs.github.com/rest/branches/branches#list-branches */
const branchesSchema = z.array(z.object({ name: z.string() }));

/** https://docs.github.com/rest/git/refs#list-matching-references */
const refsSchema = z.array(z.object({ ref: z.string() }));

/** https://docs.github.com/graphql/reference/objects#repository */
const QUERY = `query ($owner: String!, $name: String!, $search: String!) {
  repository(owner: $owner, name: $name) {
    refs(refPrefix: "${HEADS}", query: $search, first: ${BRANCHES_PER_PAGE}) {
      nodes { name }
      pageInfo { hasNextPage }
    }
  }
}`;

const dataSchema = z.object({
  repository: z.object({
    refs: z.object({
      nodes: branchesSchema,
      pageInfo: z.object({ hasNextPage: z.boolean() }),
    }),
  }),
});

/**
 * Lists branches of a repository on GitHub. Only GraphQL looks for a text anywhere in their names; where it does
 * not answer, as it does nobody without credentials, names that begin with the text have to do.
 *
 * @throws as `GithubApi.get`
 */
export async function listGithubBranches(
  api: GithubApi,
  repository: RepositoryName,
  search: string | undefined,
  signal: AbortSignal,
): Promise<BranchPage> {
  const query = { per_page: String(BRANCHES_PER_PAGE) };
  if (search === undefined) {
    const answer = await api.get(repository, 'branches', { query, signal });
    return toBranchPage(branchesSchema.parse(parseAnswer(answer)), {});
  }
  const credentials = await api.getCredentials(repository, signal);
  if (!isEmpty(credentials)) {
    try {
      return await searchBranches(api, { repository, credentials, search });
    } catch (error) {
      if (!isGraphqlRefusal(error)) {
        throw error;
      }
    }
  }
  const answer = await api.get(
    repository,
    `git/matching-refs/heads/${search}`,
    {
      query,
      signal,
    },
  );
  return toBranchPage(
    refsSchema
      .parse(parseAnswer(answer))
      .slice(0, BRANCHES_PER_PAGE)
      .map(({ ref }) => ({ name: ref.slice(HEADS.length) })),
    // Others may have the text elsewhere in their names.
    { search, isComplete: false },
  );
}

async function searchBranches(
  api: GithubApi,
  options: {
    repository: RepositoryName;
    credentials: GithubCredentials;
    search: string;
  },
): Promise<BranchPage> {
  const { search, ...asked } = options;
  const { owner, name } = asked.repository;
  const { data, errors } = await api.query(
    QUERY,
    { owner, name, search },
    asked,
  );
  if (errors.length > 0) {
    throw toGraphqlError(errors[0]);
  }
  const parsed = dataSchema.safeParse(data);
  if (!parsed.success) {
    throw badAnswer(
      `${api.host} answered something else than was asked for`,
      parsed.error,
    );
  }
  const { nodes, pageInfo } = parsed.data.repository.refs;
  return toBranchPage(nodes, { search, isComplete: !pageInfo.hasNextPage });
}
