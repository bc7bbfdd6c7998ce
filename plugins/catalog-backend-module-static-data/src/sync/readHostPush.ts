import { parseRepositoryAddress } from '@internal/plugin-static-data-model';
import { HostedSourceConfig } from '@internal/plugin-static-data-node';
import { z } from 'zod';

/** What the event of a host says of the branches that were pushed. */
interface HostPush {
  /** Web or clone address of the repository. */
  url: string;
  pusher: string;
  branches: {
    /** As in Git: `refs/heads/main`. */
    ref: string;
    commit: string;
  }[];
}

/** Of a host: the topic that Backstage publishes its push events on, and how they are read. */
interface HostEvents {
  topic: string;
  /** Fails for what is not such an event. */
  schema: z.ZodType<HostPush>;
}

const BRANCH = 'refs/heads/';

// All zeros if the branch was deleted.
const commitSchema = z.string().regex(/^(?!0+$)[0-9a-f]{40,64}$/);

// It goes into records and logs, so only what can be a login, a mail address or a name is accepted.
const pusherSchema = z
  .string()
  .regex(/^[\w.@+ -]{1,100}$/)
  .catch('unknown');

/** https://docs.gitlab.com/user/project/integrations/webhook_events/#push-events */
const gitlabSchema = z
  .object({
    ref: z.string(),
    after: commitSchema,
    user_username: pusherSchema,
    project: z.object({ web_url: z.string() }),
  })
  .transform(({ ref, after, user_username: pusher, project }) => ({
    url: project.web_url,
    pusher,
    branches: [{ ref, commit: after }],
  }));

/** https://docs.gitea.com/usage/repository/webhooks */
const giteaSchema = z
  .object({
    ref: z.string(),
    after: commitSchema,
    pusher: z.object({ login: pusherSchema }),
    repository: z.object({ html_url: z.string() }),
  })
  .transform(({ ref, after, pusher, repository }) => ({
    url: repository.html_url,
    pusher: pusher.login,
    branches: [{ ref, commit: after }],
  }));

/** https://support.atlassian.com/bitbucket-cloud/docs/event-payloads/#Push */
const bitbucketCloudSchema = z
  .object({
    actor: z.object({ nickname: pusherSchema }),
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
    branches: push.changes.flatMap(({ new: now }) =>
      now?.type === 'branch'
        ? [{ ref: `${BRANCH}${now.name}`, commit: now.target.hash }]
        : [],
    ),
  }));

/** https://confluence.atlassian.com/bitbucketserver/event-payload-938025882.html */
const bitbucketServerSchema = z
  .object({
    actor: z.object({ name: pusherSchema }),
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
    branches: changes.flatMap(({ ref, toHash }) =>
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
      repository: z.object({ remoteUrl: z.string() }),
      pushedBy: z.object({ uniqueName: pusherSchema }),
    }),
  })
  .transform(({ resource: { refUpdates, repository, pushedBy } }) => ({
    url: repository.remoteUrl,
    pusher: pushedBy.uniqueName,
    branches: refUpdates.flatMap(({ name, newObjectId }) =>
      commitSchema.safeParse(newObjectId).success
        ? [{ ref: name, commit: newObjectId }]
        : [],
    ),
  }));

/** Gitea says and signs events as GitHub does, so Backstage's module for GitHub takes them. */
const EVENTS: Record<HostedSourceConfig['type'], HostEvents> = {
  gitlab: { topic: 'gitlab.push', schema: gitlabSchema },
  bitbucketCloud: {
    topic: 'bitbucketCloud.repo:push',
    schema: bitbucketCloudSchema,
  },
  bitbucketServer: {
    topic: 'bitbucketServer.repo:refs_changed',
    schema: bitbucketServerSchema,
  },
  azure: { topic: 'azureDevOps.git.push', schema: azureSchema },
  gitea: { topic: 'github.push', schema: giteaSchema },
};

/** The topic on which Backstage publishes the push events of a kind of host. */
export function pushTopicOf({ type }: HostedSourceConfig): string {
  return EVENTS[type].topic;
}

/**
 * Reads the payload of a push event, which may come from anybody.
 *
 * @returns who pushed which commit; undefined unless it is a push to the configured branch of the
 * configured repository
 */
export function readHostPush(
  payload: unknown,
  source: HostedSourceConfig,
): { pusher: string; commit: string } | undefined {
  const { data } = EVENTS[source.type].schema.safeParse(payload);
  const branch = data?.branches.find(
    ({ ref }) => ref === `${BRANCH}${source.branch}`,
  );
  return data && branch && isOf(data.url, source)
    ? { pusher: data.pusher, commit: branch.commit }
    : undefined;
}

/** Whether an address is that of the repository of the source. */
function isOf(url: string, source: HostedSourceConfig): boolean {
  const { type, host } = source;
  const parsed = parseRepositoryAddress(url, [
    { host: host.toLowerCase(), type, access: 'own' },
  ]);
  const nameOf = ({ owner, name }: { owner: string; name: string }) =>
    `${owner}/${name}`.toLowerCase();
  return (
    'address' in parsed &&
    parsed.address.host === undefined &&
    nameOf(parsed.address) === nameOf(source)
  );
}
