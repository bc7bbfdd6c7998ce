/** Where the app has the page of the plugin. */
const PAGE_PATH = '/static-data-settings';

/** Path within the app of the page of the synchronisation, or of that of one sync. */
export function toPagePath(syncId?: string): string {
  return syncId === undefined ? PAGE_PATH : `${PAGE_PATH}/syncs/${syncId}`;
}

/**
 * The same for those who are not in the app.
 *
 * @param appBaseUrl - `app.baseUrl` of the configuration
 */
export function toPageUrl(
  appBaseUrl: string | undefined,
  syncId?: string,
): string | undefined {
  return appBaseUrl && appBaseUrl.replace(/\/+$/, '') + toPagePath(syncId);
}
