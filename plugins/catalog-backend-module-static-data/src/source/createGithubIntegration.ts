import { RootConfigService } from '@backstage/backend-plugin-api';
import { GithubIntegration, ScmIntegrations } from '@backstage/integration';
import { GithubSourceConfig } from '@internal/plugin-static-data-node';

/**
 * The integration of the host of the source, with the address and the token of
 * `staticData.github` in place of its own.
 */
export function createGithubIntegration(
  source: GithubSourceConfig,
  rootConfig: RootConfigService,
): GithubIntegration {
  const { host, token } = source;
  const configured =
    ScmIntegrations.fromConfig(rootConfig).github.byHost(host)?.config;
  // Without an address for raw files the reader asks the API for everything.
  return new GithubIntegration({
    host,
    apiBaseUrl:
      source.apiBaseUrl ??
      configured?.apiBaseUrl ??
      (host === 'github.com'
        ? 'https://api.github.com'
        : `https://${host}/api/v3`),
    token: token ?? configured?.token,
    apps: token ? undefined : configured?.apps,
  });
}
