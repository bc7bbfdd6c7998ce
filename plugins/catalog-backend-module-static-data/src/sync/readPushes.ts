import { RepositoryHostType } from '@internal/plugin-static-data-common';
import {
  parseRepositoryAddress,
  toCurrentAddress,
  RepositoryHost,
} from '@internal/plugin-static-data-model';
import { z } from 'zod';
import { BRANCH, Push } from './pushRules';

/** What the event of a host says of the branches that were pushed. */
interface HostPush {
  /** Web or clone address of the repository. */
  url: string;
  defaultBranch?: string;
  pusher: string;
  refs: {
    /** As in Git: `refs/heads/main`. */
    ref: string;
    commit: string;
  }[];
}

// All zeros if the branch was deleted.
const commitSchema = z
  .string()
  .regex(/^[0-9a-f]{40,64}$/)
  .refine(commit => /[^0]/.test(commit));

/** Who pushed, where an event does not say it: hosts leave it out for users who are gone, and for services. */
const UNKNOWN = 'unknown';

// It goes into records and logs, so only what can be a login, a mail address or a name is accepted.
const pusherSchema = z
  .string()
  .regex(/^[\w.@+ -]{1,100}$/)
  .catch(UNKNOWN);

/** GitHub names no more commits of a push. */
const MAX_COMMITS = 2_048;

const pathsSchema = z.array(z.string());

/** https://docs.github.com/webhooks/webhook-events-and-payloads#push */
const githubSchema = z.object({
  ref: z.string(),
  after: commitSchema,
  created: z.boolean().optional(),
  forced: z.boolean().optional(),
  commits: z
    .array(
      z.object({
        added: pathsSchema,
        removed: pathsSchema,
        modified: pathsSchema,
      }),
    )
    .optional()
    .catch(undefined),
  repository: z.object({
    full_name: z.string(),
    html_url: z.url(),
    default_branch: z.string().optional(),
  }),
  pusher: z.object({
    // It goes into records and logs, so only what GitHub allows as a login is accepted.
    name: z
      .string()
      .regex(/^[\w.-]{1,100}(\[bot\])?$/)
      .catch(UNKNOWN),
  }),
});

/**
 * Reads the payload of a push event of GitHub, which may come from anybody.
 *
 * @returns undefined if it is none, or a branch was deleted
 */
export function readGithubPush(payload: unknown): Push | undefined {
  const { data } = githubSchema.safeParse(payload);
  if (!data) {
    return undefined;
  }
  const { ref, after, created, forced, commits = [], repository } = data;
  const areAllNamed =
    !created && !forced && commits.length > 0 && commits.length < MAX_COMMITS;
  return {
    hostType: 'github',
    host: new URL(repository.html_url).host,
    repository: repository.full_name,
    ref,
    defaultBranch: repository.default_branch,
    commit: after,
    pusher: data.pusher.name,
    touched: areAllNamed
      ? commits.flatMap(({ added, removed, modified }) => [
          ...added,
          ...removed,
          ...modified,
        ])
      : undefined,
  };
}

/** https://docs.gitlab.com/user/project/integrations/webhook_events/#push-events */
const gitlabSchema = z
  .object({
    ref: z.string(),
    after: commitSchema,
    user_username: pusherSchema,
    project: z.object({
      web_url: z.string(),
      default_branch: z.string().optional(),
    }),
  })
  .transform(({ ref, after, user_username: pusher, project }) => ({
    url: project.web_url,
    defaultBranch: project.default_branch,
    pusher,
    refs: [{ ref, commit: after }],
  }));

/** https://docs.gitea.com/usage/repository/webhooks */
const giteaSchema = z
  .object({
    ref: z.string(),
    after: commitSchema,
    // Where GitHub has a name.
    pusher: z.object({ login: z.string().pipe(pusherSchema) }),
    repository: z.object({
      html_url: z.string(),
      default_branch: z.string().optional(),
    }),
  })
  .transform(({ ref, after, pusher, repository }) => ({
    url: repository.html_url,
    defaultBranch: repository.default_branch,
    pusher: pusher.login,
    refs: [{ ref, commit: after }],
  }));

/** https://support.atlassian.com/bitbucket-cloud/docs/event-payloads/#Push */
const bitbucketCloudSchema = z
  .object({
    actor: z.object({ nickname: pusherSchema }).catch({ nickname: UNKNOWN }),
    repository: z.object({
      links: z.object({ html: z.object({ href: z.string() }) }),
    }),
    push: z.object({
      changes: z.array(
        z.object({
          // Nothing if the branch was deleted.
          new: z
            .object({
              type: z.string(),
              name: z.string(),
              target: z.object({ hash: commitSchema }),
            })
            .nullish(),
        }),
      ),
    }),
  })
  .transform(({ actor, repository, push }) => ({
    url: repository.links.html.href,
    pusher: actor.nickname,
    refs: push.changes.flatMap(({ new: now }) =>
      now?.type === 'branch'
        ? [{ ref: `${BRANCH}${now.name}`, commit: now.target.hash }]
        : [],
    ),
  }));

/** https://confluence.atlassian.com/bitbucketserver/event-payload-938025882.html */
const bitbucketServerSchema = z
  .object({
    actor: z.object({ name: pusherSchema }).catch({ name: UNKNOWN }),
    repository: z.object({
      links: z.object({ self: z.array(z.object({ href: z.string() })).min(1) }),
    }),
    changes: z.array(
      z.object({ ref: z.object({ id: z.string() }), toHash: z.string() }),
    ),
  })
  .transform(({ actor, repository, changes }) => ({
    url: repository.links.self[0].href,
    pusher: actor.name,
    refs: changes.flatMap(({ ref, toHash }) =>
      commitSchema.safeParse(toHash).success
        ? [{ ref: ref.id, commit: toHash }]
        : [],
    ),
  }));

/** https://learn.microsoft.com/azure/devops/service-hooks/events#git.push */
const azureSchema = z
  .object({
    resource: z.object({
      refUpdates: z.array(
        z.object({ name: z.string(), newObjectId: z.string() }),
      ),
      repository: z.object({
        remoteUrl: z.string(),
        defaultBranch: z.string().optional(),
      }),
      pushedBy: z
        .object({ uniqueName: pusherSchema })
        .catch({ uniqueName: UNKNOWN }),
    }),
  })
  .transform(({ resource: { refUpdates, repository, pushedBy } }) => ({
    url: repository.remoteUrl,
    defaultBranch: repository.defaultBranch?.replace(BRANCH, ''),
    pusher: pushedBy.uniqueName,
    refs: refUpdates.flatMap(({ name, newObjectId }) =>
      commitSchema.safeParse(newObjectId).success
        ? [{ ref: name, commit: newObjectId }]
        : [],
    ),
  }));

/** Reads the payload of an event. */
type ReadPushes = (payload: unknown, hosts: RepositoryHost[]) => Push[];

function readWith(
  hostType: RepositoryHostType,
  schema: z.ZodType<HostPush>,
): ReadPushes {
  return (payload, hosts) => {
    const { data } = schema.safeParse(payload);
    const repository = data && toRepository(hostType, data.url, hosts);
    return repository
      ? data.refs.map(({ ref, commit }) => ({
          hostType,
          ...repository,
          ref,
          defaultBranch: data.defaultBranch,
          commit,
          pusher: data.pusher,
        }))
      : [];
  };
}

/** What its address says of a repository. */
function toRepository(
  type: RepositoryHostType,
  address: string,
  hosts: RepositoryHost[],
): Pick<Push, 'host' | 'repository'> | undefined {
  const url = toCurrentAddress(address, hosts);
  const host = URL.canParse(url) ? new URL(url).host : '';
  const { baseUrl } = hosts.find(each => each.host === host) ?? {};
  const parsed = parseRepositoryAddress(url, [
    { host, baseUrl, type, access: 'own' },
  ]);
  return 'address' in parsed
    ? { host, repository: `${parsed.address.owner}/${parsed.address.name}` }
    : undefined;
}

const readGitea = readWith('gitea', giteaSchema);

/** How the events are read that Backstage publishes on a topic. */
const READERS: Record<string, ReadPushes> = {
  // Gitea says and signs events as GitHub does, so Backstage's module for GitHub takes them.
  'github.push': (payload, hosts) => {
    const ofGitea = readGitea(payload, hosts);
    const push = ofGitea.length === 0 && readGithubPush(payload);
    return push ? [push] : ofGitea;
  },
  'gitlab.push': readWith('gitlab', gitlabSchema),
  'bitbucketCloud.repo:push': readWith('bitbucketCloud', bitbucketCloudSchema),
  'bitbucketServer.repo:refs_changed': readWith(
    'bitbucketServer',
    bitbucketServerSchema,
  ),
  'azureDevOps.git.push': readWith('azure', azureSchema),
};

/** The topics on which Backstage publishes the push events of hosts. */
export const PUSH_TOPICS = Object.keys(READERS);

/**
 * Reads the payload of a push event, which may come from anybody.
 *
 * @param topic - one of {@link PUSH_TOPICS}
 * @param hosts - what is known of hosts
 * @returns one for every branch or tag that was pushed; none if it is no such event
 */
export function readPushes(
  topic: string,
  payload: unknown,
  hosts: RepositoryHost[],
): Push[] {
  return READERS[topic]?.(payload, hosts) ?? [];
}
