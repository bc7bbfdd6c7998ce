import { createPermission } from '@backstage/plugin-permission-common';

/**
 * Allows reading syncs: settings, history, statistics and health.
 *
 * @public
 */
export const staticDataSyncReadPermission = createPermission({
  name: 'staticData.sync.read',
  attributes: { action: 'read' },
});

/**
 * Allows starting a sync manually, and pausing and resuming a source.
 *
 * @public
 */
export const staticDataSyncRefreshPermission = createPermission({
  name: 'staticData.sync.refresh',
  attributes: { action: 'update' },
});

/**
 * Allows approving held removals, pinning a source to a revision and unpinning it, cancelling a sync, and releasing
 * the entities of a source that has left the configuration.
 *
 * @public
 */
export const staticDataSyncOverridePermission = createPermission({
  name: 'staticData.sync.override',
  attributes: { action: 'delete' },
});

/**
 * All permissions of the plugin.
 *
 * @public
 */
export const staticDataPermissions = [
  staticDataSyncReadPermission,
  staticDataSyncRefreshPermission,
  staticDataSyncOverridePermission,
];
