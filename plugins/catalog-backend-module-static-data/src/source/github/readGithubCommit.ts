import { ResponseError } from '@backstage/errors';
import {
  GithubCredentialsProvider,
  GithubIntegration,
} from '@backstage/integration';
import { SyncCommit, truncate } from '@internal/plugin-static-data-common';
import { z } from 'zod';
import { nameOf, RepositoryAddress, repositoryUrl } from '../repositoryAddress';

const TIMEOUT_MS = 10_000;
const MAX_MESSAGE_LENGTH = 2_000;

/** The part of GitHub's answer that is used: https://docs.github.com/rest/git/commits */
const commitSchema = z.object({
  message: z.string(),
  author: z
    .object({ name: z.string().optional(), date: z.string().optional() })
    .nullish(),
});

/**
 * Asks GitHub who made a commit, and why: Backstage's URL readers only read files.
 *
 * @throws ResponseError if GitHub refuses, or whatever keeps it from answering
 */
export async function readGithubCommit(
  repository: RepositoryAddress,
  revision: string,
  options: {
    integration: GithubIntegration;
    credentialsProvider: GithubCredentialsProvider;
    signal: AbortSignal;
  },
): Promise<SyncCommit> {
  const { integration, credentialsProvider, signal } = options;
  const { headers } = await credentialsProvider.getCredentials({
    url: repositoryUrl(repository),
  });
  const response = await fetch(
    `${integration.config.apiBaseUrl}/repos/${nameOf(
      repository,
    )}/git/commits/${encodeURIComponent(revision)}`,
    {
      headers: { ...headers, accept: 'application/vnd.github+json' },
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    },
  );
  if (!response.ok) {
    throw await ResponseError.fromResponse(response);
  }
  const { message, author } = commitSchema.parse(await response.json());
  const time = Date.parse(author?.date ?? '');
  return {
    message: truncate(message.trim(), MAX_MESSAGE_LENGTH),
    ...(author?.name && { author: author.name }),
    ...(!Number.isNaN(time) && { time: new Date(time).toISOString() }),
  };
}
