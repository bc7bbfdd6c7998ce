import { z } from 'zod';
import { parseAnswer } from '../HostClient';
import { RepositoryName, toNewName } from '../repositoryUrls';
import { GithubApi } from './GithubApi';

/** https://docs.github.com/rest/repos/repos#get-a-repository */
const repositorySchema = z.object({ full_name: z.string() });

/**
 * What GitHub calls a repository, if that is not the name that it is asked for by.
 *
 * @throws as `GithubApi.get`
 */
export async function readNewName(
  api: GithubApi,
  repository: RepositoryName,
  signal: AbortSignal,
): Promise<RepositoryName | undefined> {
  const answer = await api.get(repository, '', { signal });
  const { data } = repositorySchema.safeParse(parseAnswer(answer));
  return data && toNewName(repository, data.full_name);
}
