import { Config } from '@backstage/config';
import { ScmIntegrations } from '@backstage/integration';

/**
 * The hosts of Backstage's integrations, those among them that it knows by itself.
 *
 * @returns the name of each, in lower case, and what the integrations call its kind
 * @public
 */
export function listIntegratedHosts(
  rootConfig: Config,
): Array<{ host: string; type: string }> {
  return ScmIntegrations.fromConfig(rootConfig)
    .list()
    .map(({ title, type }) => ({ host: title.toLowerCase(), type }));
}
