export {
  GitTestServer,
  type GitTestAnswer,
  type GitTestFailure,
  type GitTestRequest,
} from './GitTestServer';
export { GitTestRepository, type GitTestFiles } from './GitTestRepository';
export { GithubTestServer } from './GithubTestServer';
export { GRAPHQL_REFUSALS, type GraphqlRefusal } from './githubGraphql';
export { GitlabTestServer } from './GitlabTestServer';
export { GiteaTestServer } from './GiteaTestServer';
export { BitbucketCloudTestServer } from './BitbucketCloudTestServer';
export { BitbucketServerTestServer } from './BitbucketServerTestServer';
export { AzureTestServer } from './AzureTestServer';
export { createGithubPushPayload } from './createGithubPushPayload';
export { createPullRequestPayload } from './createPullRequestPayload';
export {
  PullRequestRecords,
  type TestCheckRun,
  type TestComment,
  type TestCommitStatus,
} from './PullRequestRecords';
export { createPushPayload } from './createPushPayload';
