import { createPermission } from '@backstage/plugin-permission-common';

/**
 * Allows to see syncs: settings, history, statistics and health.
 *
 * @public
 */
export const staticDataSyncReadPermission = createPermission({
  name: 'staticData.sync.read',
  attributes: { action: 'read' },
});

/**
 * Allows to start a sync by hand.
 *
 * @public
 */
export const staticDataSyncRefreshPermission = createPermission({
  name: 'staticData.sync.refresh',
  attributes: { action: 'update' },
});

/**
 * All permissions of the plugin.
 *
 * @public
 */
export const staticDataPermissions = [
  staticDataSyncReadPermission,
  staticDataSyncRefreshPermission,
];
