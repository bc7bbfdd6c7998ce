import {
  MAX_NAME_LENGTH,
  RepositoryHostType,
  toSafeText,
} from '@internal/plugin-static-data-common';
import { NotedPullRequest } from '@internal/plugin-static-data-node';
import { z } from 'zod';

/** Characters of a title; GitHub and GitLab take no longer one. */
const MAX_TITLE_LENGTH = 256;

/** A pull request, and the repository that it is to be merged into. */
export interface PullRequestEvent {
  hostType: RepositoryHostType;
  host: string;
  /** `owner/name`, where the owner may have several names. */
  repository: string;
  pullRequest: NotedPullRequest;
}

const commitSchema = z.string().regex(/^[0-9a-f]{40,64}$/);

/** It goes into records and logs, so only what hosts allow as a login is accepted. */
const loginSchema = z
  .string()
  .regex(/^[\w.-]{1,100}(\[bot\])?$/)
  .optional()
  .catch(undefined);

const nameSchema = z
  .string()
  .min(1)
  .transform(name => toSafeText(name, MAX_NAME_LENGTH));

const titleSchema = z
  .string()
  .transform(title => toSafeText(title, MAX_TITLE_LENGTH));

const numberSchema = z.number().int().positive().max(2_147_483_647);

const urlSchema = z.url({ protocol: /^https?$/ }).max(MAX_NAME_LENGTH);

/** ISO 8601, or as GitLab writes times in some events: `2026-01-31 12:00:00 UTC`. */
const timeSchema = z
  .string()
  .transform(time => new Date(time))
  .refine(time => !Number.isNaN(time.getTime()))
  .transform(time => time.toISOString());

/** https://docs.github.com/webhooks/webhook-events-and-payloads#pull_request */
const githubSchema = z.object({
  pull_request: z.object({
    number: numberSchema,
    title: titleSchema,
    html_url: urlSchema,
    state: z.enum(['open', 'closed']),
    merged: z.boolean().nullish(),
    updated_at: timeSchema,
    user: z.object({ login: loginSchema }).nullish(),
    head: z.object({
      sha: commitSchema,
      ref: nameSchema,
      // Nothing if the fork was deleted.
      repo: z.object({ full_name: z.string() }).nullish(),
    }),
    base: z.object({
      ref: nameSchema,
      repo: z.object({ full_name: z.string(), html_url: urlSchema }),
    }),
  }),
});

/** Reads the payload of an event, which may come from anybody. */
type ReadPullRequest = (payload: unknown) => PullRequestEvent | undefined;

const readGithub: ReadPullRequest = payload => {
  const { data } = githubSchema.safeParse(payload);
  if (!data) {
    return undefined;
  }
  const { number, title, head, base, ...pull } = data.pull_request;
  const isClosed = pull.state === 'closed';
  return {
    hostType: 'github',
    host: new URL(base.repo.html_url).host,
    repository: base.repo.full_name,
    pullRequest: {
      number,
      title,
      author: pull.user?.login,
      url: pull.html_url,
      state: isClosed && pull.merged ? 'merged' : pull.state,
      head: head.sha,
      headRef: head.ref,
      target: base.ref,
      isFork: head.repo?.full_name !== base.repo.full_name,
      updatedAt: pull.updated_at,
    },
  };
};

/** https://docs.gitlab.com/user/project/integrations/webhook_events/#merge-request-events */
const gitlabSchema = z.object({
  user: z.object({ username: loginSchema }).nullish(),
  project: z.object({ web_url: urlSchema, path_with_namespace: z.string() }),
  object_attributes: z.object({
    iid: numberSchema,
    title: titleSchema,
    url: urlSchema,
    state: z.string(),
    action: z.string().optional(),
    updated_at: timeSchema,
    source_branch: nameSchema,
    target_branch: nameSchema,
    source_project_id: z.number().nullable(),
    target_project_id: z.number(),
    last_commit: z.object({ id: commitSchema }),
  }),
});

const readGitlab: ReadPullRequest = payload => {
  const { data } = gitlabSchema.safeParse(payload);
  if (!data) {
    return undefined;
  }
  const { user, project, object_attributes: merge } = data;
  return {
    hostType: 'gitlab',
    host: new URL(project.web_url).host,
    repository: project.path_with_namespace,
    pullRequest: {
      number: merge.iid,
      title: merge.title,
      // Only who opens it is sure to be who made it.
      author: merge.action === 'open' ? user?.username : undefined,
      url: merge.url,
      state: toGitlabState(merge.state),
      head: merge.last_commit.id,
      headRef: merge.source_branch,
      target: merge.target_branch,
      isFork: merge.source_project_id !== merge.target_project_id,
      updatedAt: merge.updated_at,
    },
  };
};

/** While it is merged, it is `locked`. */
function toGitlabState(state: string): NotedPullRequest['state'] {
  if (state === 'merged') {
    return 'merged';
  }
  return ['opened', 'locked'].includes(state) ? 'open' : 'closed';
}

const READERS: Record<string, ReadPullRequest> = {
  'github.pull_request': readGithub,
  'gitlab.merge_request': readGitlab,
};

/** The topics on which Backstage publishes events about pull requests. */
export const PULL_REQUEST_TOPICS = Object.keys(READERS);

/**
 * Reads the payload of an event about a pull request.
 *
 * @param topic - one of {@link PULL_REQUEST_TOPICS}
 * @returns undefined if it is no such event
 */
export function readPullRequest(
  topic: string,
  payload: unknown,
): PullRequestEvent | undefined {
  return READERS[topic]?.(payload);
}
