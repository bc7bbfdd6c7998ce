import { RootConfigService } from '@backstage/backend-plugin-api';
import { ScmIntegrations } from '@backstage/integration';
import { StaticDataConfig } from '@internal/plugin-static-data-node';

/** The tokens that reading a source may use, and that no text for people may contain. */
export function findSecrets(
  source: StaticDataConfig['source'],
  rootConfig: RootConfigService,
): string[] {
  const integrations = ScmIntegrations.fromConfig(rootConfig).github.list();
  return [
    source.type === 'github' ? source.token : undefined,
    ...integrations.flatMap(({ config: { token, apps = [] } }) => [
      token,
      ...apps.flatMap(app => [
        app.privateKey,
        app.clientSecret,
        app.webhookSecret,
      ]),
    ]),
  ].filter(token => token !== undefined);
}
