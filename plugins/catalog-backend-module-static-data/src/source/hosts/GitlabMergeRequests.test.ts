import { HostClient } from '../HostClient';
import { GitlabMergeRequests } from './GitlabMergeRequests';
import { HostRequests } from './HostRequests';

describe('the status of a commit on GitLab', () => {
  afterEach(() => jest.restoreAllMocks());

  /** Sets a status, which GitLab refuses. */
  async function mark(status: number, message: unknown) {
    jest
      .spyOn(global, 'fetch')
      .mockResolvedValue(Response.json({ message }, { status }));
    const host = new GitlabMergeRequests(
      new HostRequests(new HostClient('gitlab.com'), () => ({})),
      {
        apiBaseUrl: 'https://gitlab.com/api/v4',
        urlOf: path => `https://gitlab.com/api/v4/projects/1${path}`,
      },
    );
    return host.mark(
      {
        name: 'static-data/default',
        commit: 'c0ffee',
        state: 'passed',
        summary: 'nothing changes',
        url: undefined,
      },
      new AbortController().signal,
    );
  }

  it.each([
    [
      'the commit is of a fork, and so can have none',
      404,
      '404 References for commit Not Found',
    ],
    [
      'the commit has it already',
      400,
      'Cannot transition status via :run from :running (Reason(s): Status cannot transition via "run")',
    ],
  ])('may be missing where %s', async (_, status, message) => {
    await expect(mark(status, message)).resolves.toBeUndefined();
  });

  it.each<[string, number, unknown]>([
    ['the token may not see the project', 404, '404 Project Not Found'],
    ['the commit is gone', 404, '404 Commit Not Found'],
    ['the role of the token may not set it', 403, '403 Forbidden'],
    ['GitLab does not take it', 400, { target_url: ['is blocked'] }],
  ])('is missed where %s', async (_, status, message) => {
    await expect(mark(status, message)).rejects.toMatchObject({ status });
  });
});
