/** A pull request, as the host tells of it. */
interface TestPullRequest {
  host: string;
  /** As the test server names it. */
  fullName: string;
  number: number;
  title?: string;
  author?: string;
  /** Id of the commit. */
  head: string;
  branch?: string;
  target?: string;
  /** `owner/name` of a fork that has the branch. */
  fork?: string;
  state?: 'open' | 'closed' | 'merged';
  /** What has happened, as the host calls it. */
  action?: string;
  /** ISO 8601, UTC. */
  updatedAt?: string;
}

/**
 * What hosts post to a webhook when something happens to a pull request, as far as their documentation shows
 * it, by the name of the integration.
 *
 * @public
 */
export const createPullRequestPayload = {
  /** https://docs.github.com/webhooks/webhook-events-and-payloads#pull_request */
  github: (pull: TestPullRequest) => {
    const { host, fullName, number, state = 'open', fork = fullName } = pull;
    const url = `https://${host}/${fullName}`;
    const user = { login: pull.author ?? 'octocat', type: 'User' };
    return {
      action: pull.action ?? 'opened',
      number,
      pull_request: {
        id: 1_000 + number,
        number,
        html_url: `${url}/pull/${number}`,
        state: state === 'open' ? 'open' : 'closed',
        merged: state === 'merged',
        title: pull.title ?? 'Change the architecture',
        body: null,
        user,
        created_at: '2026-11-24T12:00:00Z',
        updated_at: pull.updatedAt ?? new Date().toISOString(),
        head: {
          ref: pull.branch ?? 'change',
          sha: pull.head,
          repo: { full_name: fork },
        },
        base: {
          ref: pull.target ?? 'main',
          repo: { full_name: fullName, html_url: url },
        },
      },
      repository: { full_name: fullName, html_url: url },
      sender: user,
    };
  },

  /** https://docs.gitlab.com/user/project/integrations/webhook_events/#merge-request-events */
  gitlab: (merge: TestPullRequest) => {
    const { host, fullName, number, state = 'open' } = merge;
    const url = `https://${host}/${fullName}`;
    return {
      object_kind: 'merge_request',
      event_type: 'merge_request',
      user: { id: 1, username: merge.author ?? 'ann' },
      project: { id: 15, web_url: url, path_with_namespace: fullName },
      object_attributes: {
        id: 1_000 + number,
        iid: number,
        title: merge.title ?? 'Change the architecture',
        url: `${url}/-/merge_requests/${number}`,
        state: state === 'open' ? 'opened' : state,
        action: merge.action ?? 'open',
        source_branch: merge.branch ?? 'change',
        target_branch: merge.target ?? 'main',
        source_project_id: merge.fork ? 16 : 15,
        target_project_id: 15,
        last_commit: { id: merge.head, message: 'Change' },
        updated_at: merge.updatedAt ?? new Date().toISOString(),
      },
    };
  },
};
