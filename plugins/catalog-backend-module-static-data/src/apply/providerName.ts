import { DEFAULT_SOURCE_ID } from '@internal/plugin-static-data-common';
import { KnownSource } from '@internal/plugin-static-data-node';

const PREFIX = 'static-data';

/**
 * Name of the entity provider of a source. It must never change: the catalog deletes all entities of a
 * provider whose name disappears (`orphanProviderStrategy` in @backstage/plugin-catalog-backend
 * 4.0.0).
 */
export function toProviderName({
  providerId,
}: Pick<KnownSource, 'providerId'>): string {
  return providerId === DEFAULT_SOURCE_ID ? PREFIX : `${PREFIX}:${providerId}`;
}

/** Whether a name is that of the provider of any source. */
export function isProviderName(name: string): boolean {
  return name === PREFIX || name.startsWith(`${PREFIX}:`);
}
