export {
  GithubTestServer,
  type GithubTestFailure,
  type GithubTestRequest,
} from './GithubTestServer';
export {
  GithubTestRepository,
  type GithubTestFiles,
} from './GithubTestRepository';
export { type GithubTestAnswer } from './githubApi';
export { createGithubPushPayload } from './createGithubPushPayload';
