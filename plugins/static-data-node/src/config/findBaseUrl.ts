import { ScmIntegrations } from '@backstage/integration';
import trimEnd from 'lodash/trimEnd';

const REST_API = /\/rest\/api\/[^/]+$/;

/**
 * Below which a host has its repositories, as the integration says, if that is not `https://` and its
 * name: with a path, or with `http://`.
 *
 * @param host - its name, in lower case
 * @public
 */
export function findBaseUrl(
  integrations: ScmIntegrations,
  host: string,
): string | undefined {
  const isHost = ({ title }: { title: string }) => title.toLowerCase() === host;
  const { gitlab, gitea, bitbucketServer } = integrations;
  // For Bitbucket Server, only the address of the API can be configured.
  const api = bitbucketServer.list().find(isHost)?.config.apiBaseUrl;
  const configured =
    [gitlab, gitea]
      .flatMap<{ title: string; config: { baseUrl?: string } }>(each =>
        each.list(),
      )
      .find(isHost)?.config.baseUrl ??
    (api && REST_API.test(api) ? api.replace(REST_API, '') : undefined);
  const baseUrl = configured && trimEnd(configured, '/');
  // Requests may be sent elsewhere than where people find the host.
  return baseUrl &&
    baseUrl !== `https://${host}` &&
    URL.canParse(baseUrl) &&
    new URL(baseUrl).host === host
    ? baseUrl
    : undefined;
}
