interface TestPush {
  /** Name of the host. */
  host: string;
  /** As the test server names it. */
  fullName: string;
  branch: string;
  /** Id of the commit; zeros if the branch is deleted. */
  commit: string;
  pusher: string;
}

const BEFORE = '9049f1265b7d61be4a8904a9a27120d2064dab3b';

function isDeleted({ commit }: TestPush): boolean {
  return /^0+$/.test(commit);
}

/**
 * What hosts post to a webhook when somebody pushes, as far as their documentation shows it, by the
 * name of the integration.
 *
 * @public
 */
export const createPushPayload = {
  /** https://docs.gitlab.com/user/project/integrations/webhook_events/#push-events */
  gitlab: (push: TestPush) => ({
    object_kind: 'push',
    event_name: 'push',
    before: BEFORE,
    after: push.commit,
    ref: `refs/heads/${push.branch}`,
    checkout_sha: isDeleted(push) ? null : push.commit,
    user_username: push.pusher,
    project: {
      id: 15,
      web_url: `https://${push.host}/${push.fullName}`,
      path_with_namespace: push.fullName,
      default_branch: 'main',
    },
    commits: [],
    total_commits_count: 1,
  }),

  /** https://support.atlassian.com/bitbucket-cloud/docs/event-payloads/#Push */
  bitbucketCloud: (push: TestPush) => ({
    actor: { type: 'user', nickname: push.pusher },
    repository: {
      type: 'repository',
      full_name: push.fullName,
      links: { html: { href: `https://${push.host}/${push.fullName}` } },
    },
    push: {
      changes: [
        { new: { type: 'tag', name: push.branch, target: { hash: BEFORE } } },
        {
          old: {
            type: 'branch',
            name: push.branch,
            target: { hash: BEFORE },
          },
          new: isDeleted(push)
            ? null
            : {
                type: 'branch',
                name: push.branch,
                target: { type: 'commit', hash: push.commit },
              },
        },
      ],
    },
  }),

  /** https://confluence.atlassian.com/bitbucketserver/event-payload-938025882.html */
  bitbucketServer: (push: TestPush) => {
    const [key, slug] = push.fullName.split('/');
    const url = `https://${push.host}/projects/${key}/repos/${slug}/browse`;
    return {
      eventKey: 'repo:refs_changed',
      actor: { name: push.pusher, displayName: push.pusher },
      repository: { slug, project: { key }, links: { self: [{ href: url }] } },
      changes: [
        {
          ref: {
            id: `refs/heads/${push.branch}`,
            displayId: push.branch,
            type: 'BRANCH',
          },
          fromHash: BEFORE,
          toHash: push.commit,
          type: isDeleted(push) ? 'DELETE' : 'UPDATE',
        },
      ],
    };
  },

  /** https://learn.microsoft.com/azure/devops/service-hooks/events#git.push */
  azure: (push: TestPush) => {
    const [organisation, project, name] = push.fullName
      .split('/')
      .map(encodeURIComponent);
    return {
      eventType: 'git.push',
      publisherId: 'tfs',
      resource: {
        refUpdates: [
          {
            name: `refs/heads/${push.branch}`,
            oldObjectId: BEFORE,
            newObjectId: push.commit,
          },
        ],
        repository: {
          name,
          defaultBranch: 'refs/heads/main',
          remoteUrl: `https://${organisation}@${push.host}/${organisation}/${project}/_git/${name}`,
        },
        pushedBy: { displayName: push.pusher, uniqueName: push.pusher },
      },
    };
  },

  /** https://docs.gitea.com/usage/repository/webhooks */
  gitea: (push: TestPush) => ({
    ref: `refs/heads/${push.branch}`,
    before: BEFORE,
    after: push.commit,
    commits: [],
    repository: {
      full_name: push.fullName,
      html_url: `https://${push.host}/${push.fullName}`,
      default_branch: 'main',
    },
    pusher: { login: push.pusher, email: `${push.pusher}@example.com` },
    sender: { login: push.pusher },
  }),
};
