/** Path of the plugin's page within the app. */
const PAGE_PATH = '/static-data-settings';

/**
 * The page of one sync, or of one of several sources; otherwise that of the synchronisation.
 *
 * @public
 */
export interface LinkedPage {
  syncId?: string;
  /** A tab of the page of the sync, with its filters. */
  tab?: { tab: string; [filter: string]: string };
  source?: string;
}

/**
 * Path of a page within the app.
 *
 * @public
 */
export function toPagePath({ syncId, tab, source }: LinkedPage = {}): string {
  if (syncId !== undefined) {
    const query = tab ? `?${new URLSearchParams(tab)}` : '';
    return `${PAGE_PATH}/syncs/${syncId}${query}`;
  }
  return source === undefined ? PAGE_PATH : `${PAGE_PATH}/sources/${source}`;
}

/**
 * The URL of the same page, for links from outside the app.
 *
 * @param appBaseUrl - `app.baseUrl` of the configuration
 * @public
 */
export function toPageUrl(
  appBaseUrl: string | undefined,
  page?: LinkedPage,
): string | undefined {
  return appBaseUrl && appBaseUrl.replace(/\/$/, '') + toPagePath(page);
}
