import { GitTestRepository } from './GitTestRepository';
import { GitTestAnswer, json } from './GitTestServer';
import { PullRequestRecords, TestComment } from './PullRequestRecords';

/** The token of the installation of a GitHub App. */
export const APP_TOKEN = 'ghs_TheTokenOfTheInstallation';

const APP_LOGIN = 'static-data[bot]';

const STATES = ['pending', 'success', 'failure', 'error'];

interface Write {
  method: string;
  repository: GitTestRepository;
  /** Segments after the name of the repository. */
  path: string[];
  query: URLSearchParams;
  body: string;
  authorization: string | undefined;
}

/** Answers an App that looks for its installations, and asks for a token. */
export function answerApp(
  path: string[],
  owners: Iterable<string>,
): GitTestAnswer | undefined {
  const [app, installations, id] = path;
  if (app !== 'app' || installations !== 'installations') {
    return undefined;
  }
  return id === undefined
    ? json(
        [...owners].map((login, index) => ({
          id: index + 1,
          account: { login },
          repository_selection: 'all',
        })),
      )
    : {
        ...json({
          token: APP_TOKEN,
          expires_at: new Date(Date.now() + 3_600_000).toISOString(),
          repository_selection: 'all',
        }),
        status: 201,
      };
}

/** As on GitHub, only those who have a user account are users. */
export function answerUser(authorization: string | undefined): GitTestAnswer {
  return authorization === undefined || isApp(authorization)
    ? {
        status: 403,
        body: { message: 'Resource not accessible by integration' },
      }
    : json({ login: PullRequestRecords.LOGIN, type: 'User' });
}

/**
 * Answers like GitHub's REST API what is asked and told about pull requests.
 *
 * @returns undefined if it is about something else
 */
export async function answerForPullRequests(
  records: PullRequestRecords,
  { method, repository, path, query, body, authorization }: Write,
): Promise<GitTestAnswer | undefined> {
  const [resource, id, ...rest] = path;
  const given = method === 'GET' ? {} : JSON.parse(body);
  const isFromApp = isApp(authorization);
  if (resource === 'statuses' && method === 'POST') {
    const { state, context, description, target_url: url } = given;
    if (!(await repository.resolve(id))) {
      return unprocessable(`No commit found for SHA: ${id}`);
    }
    if (!STATES.includes(state) || description?.length > 140) {
      return unprocessable('Validation Failed');
    }
    records.statuses.push({
      repository: repository.fullName,
      commit: id,
      state,
      name: context,
      description,
      url,
    });
    return created({ id: records.nextId(), state });
  }
  if (resource === 'check-runs') {
    if (!isFromApp) {
      return {
        status: 403,
        body: { message: 'You must authenticate via a GitHub App.' },
      };
    }
    const { annotations = [] } = given.output ?? {};
    if (annotations.length > 50) {
      return unprocessable('annotations exceeds a maximum quantity of 50');
    }
    let run = records.checkRuns.find(each => String(each.id) === id);
    if (!run) {
      run = {
        id: records.nextId(),
        commit: given.head_sha,
        name: given.name,
        status: 'queued',
        annotations: [],
      };
      records.checkRuns.push(run);
    }
    run.status = given.status ?? run.status;
    run.conclusion = given.conclusion ?? run.conclusion;
    run.url = given.details_url ?? run.url;
    run.title = given.output?.title ?? run.title;
    run.annotations.push(...annotations);
    return created({ id: run.id });
  }
  if (resource === 'issues' && id === 'comments' && method === 'PATCH') {
    const comment = records.updateComment(Number(rest[0]), given.body);
    return comment && json(describeComment(comment));
  }
  if (resource === 'issues' && rest[0] === 'comments') {
    const number = Number(id);
    if (method === 'GET') {
      const size = Number(query.get('per_page') ?? 30);
      const start = (Number(query.get('page') ?? 1) - 1) * size;
      return json(
        records
          .commentsOn(number, repository.fullName)
          .slice(start, start + size)
          .map(describeComment),
      );
    }
    if (given.body.length > 65_536) {
      return unprocessable('Body is too long (maximum is 65536 characters)');
    }
    return created(
      describeComment(
        records.addComment({
          repository: repository.fullName,
          number,
          author: isFromApp ? APP_LOGIN : PullRequestRecords.LOGIN,
          body: given.body,
        }),
      ),
    );
  }
  return undefined;
}

function describeComment({ id, author, body }: TestComment) {
  const type = author.endsWith('[bot]') ? 'Bot' : 'User';
  return { id, body, user: { login: author, type } };
}

function isApp(authorization: string | undefined): boolean {
  return authorization?.endsWith(APP_TOKEN) ?? false;
}

function created(body: object): GitTestAnswer {
  return { ...json(body), status: 201 };
}

function unprocessable(message: string): GitTestAnswer {
  return { status: 422, body: { message } };
}
