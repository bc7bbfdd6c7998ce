import {
  DefaultAzureDevOpsCredentialsProvider,
  ScmIntegrations,
} from '@backstage/integration';
import { createAzureAdapter } from './azure';
import { createBitbucketCloudAdapter } from './bitbucketCloud';
import { createBitbucketServerAdapter } from './bitbucketServer';
import { createGiteaAdapter } from './gitea';
import { createGitlabAdapter } from './gitlab';
import { HostAdapter } from './HostAdapter';

/** Creates what asks the hosts of all integrations but GitHub's. */
export function createHostAdapters(
  integrations: ScmIntegrations,
): HostAdapter[] {
  const azureCredentials =
    DefaultAzureDevOpsCredentialsProvider.fromIntegrations(integrations);
  return [
    ...integrations.gitlab.list().map(createGitlabAdapter),
    ...integrations.bitbucketCloud.list().map(createBitbucketCloudAdapter),
    ...integrations.bitbucketServer.list().map(createBitbucketServerAdapter),
    ...integrations.azure
      .list()
      .map(integration => createAzureAdapter(integration, azureCredentials)),
    ...integrations.gitea.list().map(createGiteaAdapter),
  ];
}
