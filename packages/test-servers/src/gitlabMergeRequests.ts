import { GitTestRepository } from './GitTestRepository';
import { GitTestAnswer, json } from './GitTestServer';
import { PullRequestRecords, TestComment } from './PullRequestRecords';

const STATES = ['pending', 'running', 'success', 'failed', 'canceled'];

/**
 * Answers like GitLab's REST API what is asked and told about merge requests.
 *
 * @param path - segments after the id of the project
 * @returns undefined if it is about something else
 */
export async function answerForMergeRequests(
  records: PullRequestRecords,
  request: {
    method: string;
    repository: GitTestRepository;
    path: string[];
    query: URLSearchParams;
    body: string;
  },
): Promise<GitTestAnswer | undefined> {
  const { method, repository, path, query, body } = request;
  const [resource, id, kind, noteId] = path;
  if (resource === 'repository' && id === 'merge_base') {
    const base = await repository.findMergeBase(...query.getAll('refs[]'));
    return base ? json({ id: base }) : undefined;
  }
  const given = method === 'GET' ? {} : JSON.parse(body);
  if (resource === 'statuses' && method === 'POST') {
    const { state, name, description, target_url: url } = given;
    if (!(await repository.isOnBranch(id))) {
      return {
        status: 404,
        body: { message: '404 References for commit Not Found' },
      };
    }
    const before = records.statuses.findLast(
      status => status.commit === id && status.name === name,
    );
    if (!STATES.includes(state) || before?.state === state) {
      return {
        status: 400,
        body: { message: 'Cannot transition status via that event' },
      };
    }
    records.statuses.push({
      repository: repository.fullName,
      commit: id,
      state,
      name,
      description,
      url,
    });
    return { ...json({ id: records.nextId(), status: state }), status: 201 };
  }
  if (resource !== 'merge_requests' || kind !== 'notes') {
    return undefined;
  }
  const number = Number(id);
  if (method === 'GET') {
    const size = Number(query.get('per_page') ?? 20);
    const start = (Number(query.get('page') ?? 1) - 1) * size;
    return json(
      records
        .commentsOn(number, repository.fullName)
        .slice(start, start + size)
        .map(describeNote),
    );
  }
  if (method === 'PUT') {
    const note = records.updateComment(Number(noteId), given.body);
    return note && json(describeNote(note));
  }
  const note = records.addComment({
    repository: repository.fullName,
    number,
    author: PullRequestRecords.LOGIN,
    body: given.body,
  });
  return { ...json(describeNote(note)), status: 201 };
}

function describeNote({ id, author, body }: TestComment) {
  return { id, body, author: { username: author } };
}
