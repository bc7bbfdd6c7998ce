export {
  GithubTestServer,
  type GithubTestFailure,
  type GithubTestRequest,
} from './GithubTestServer';
export {
  GithubTestRepository,
  type GithubTestFiles,
} from './GithubTestRepository';
export { createGithubPushPayload } from './createGithubPushPayload';
