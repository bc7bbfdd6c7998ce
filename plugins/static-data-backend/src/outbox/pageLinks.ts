import trimEnd from 'lodash/trimEnd';

/** Path of the plugin's page within the app. */
const PAGE_PATH = '/static-data-settings';

/** Path within the app of the page of the synchronisation, or of that of one sync. */
export function toPagePath(syncId?: string): string {
  return syncId === undefined ? PAGE_PATH : `${PAGE_PATH}/syncs/${syncId}`;
}

/**
 * The URL of the same page, for links from outside the app.
 *
 * @param appBaseUrl - `app.baseUrl` of the configuration
 */
export function toPageUrl(
  appBaseUrl: string | undefined,
  syncId?: string,
): string | undefined {
  return appBaseUrl && trimEnd(appBaseUrl, '/') + toPagePath(syncId);
}
