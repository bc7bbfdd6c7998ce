/**
 * What GitHub posts to a webhook when somebody pushes, as its documentation shows it.
 *
 * @public
 */
export function createGithubPushPayload(push: {
  /** `owner/name` */
  repository: string;
  branch: string;
  defaultBranch?: string;
  /** Id of the commit. */
  commit: string;
  /** Login on GitHub. */
  pusher: string;
  /** Paths that it modifies. */
  files?: string[];
}) {
  const { repository, branch, commit, pusher } = push;
  const [owner, name] = repository.split('/');
  const url = `https://github.com/${repository}`;
  const person = {
    name: pusher,
    email: `${pusher}@users.noreply.github.com`,
    username: pusher,
  };
  const headCommit = {
    id: commit,
    message: 'Change',
    timestamp: '2026-11-24T12:00:00+01:00',
    url: `${url}/commit/${commit}`,
    author: person,
    committer: person,
    added: [],
    removed: [],
    modified: push.files ?? ['data/applications.json'],
  };
  return {
    ref: `refs/heads/${branch}`,
    before: '9049f1265b7d61be4a8904a9a27120d2064dab3b',
    after: commit,
    created: false,
    deleted: false,
    forced: false,
    base_ref: null,
    compare: `${url}/compare/9049f1265b7d...${commit.slice(0, 12)}`,
    commits: [headCommit],
    head_commit: headCommit,
    repository: {
      id: 186853002,
      name,
      full_name: repository,
      private: true,
      fork: false,
      owner: { login: owner, name: owner, type: 'Organization' },
      html_url: url,
      clone_url: `${url}.git`,
      default_branch: push.defaultBranch ?? 'main',
    },
    pusher: { name: pusher, email: person.email },
    sender: { login: pusher, type: 'User' },
  };
}
