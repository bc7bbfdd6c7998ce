import { Config } from '@backstage/config';
import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { invalid, valuesOf } from './values';

/**
 * When and whom to notify.
 *
 * @public
 */
export interface AlertsConfig {
  /** Number of consecutive failures that raise an alert. */
  consecutiveFailures: number;
  /** Whether owners of entities are notified of what concerns them. */
  owners: boolean;
  recipients: {
    /** Refs of users and groups, in lower case. With none, nobody is notified of the states of sources. */
    entityRefs: string[];
  };
}

/** Reads `staticData.alerts`. */
export function readAlerts(config: Config): AlertsConfig {
  const { integer } = valuesOf(config);
  const key = 'alerts.recipients.entityRefs';
  const entityRefs = config.getOptionalStringArray(key) ?? [];
  return {
    consecutiveFailures: integer('alerts.consecutiveFailures', 3, [1, 1000]),
    owners: config.getOptionalBoolean('alerts.owners') ?? false,
    recipients: { entityRefs: entityRefs.map(ref => readEntityRef(key, ref)) },
  };
}

function readEntityRef(key: string, ref: string): string {
  try {
    return stringifyEntityRef(parseEntityRef(ref));
  } catch {
    throw invalid(
      key,
      'a list of entity refs such as user:default/ada or group:default/platform',
      ref,
    );
  }
}
