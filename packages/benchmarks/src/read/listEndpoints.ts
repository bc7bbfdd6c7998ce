import {
  SYNC_STATISTICS_PERIODS,
  SyncChangePage,
  SyncHistoryPage,
} from '@internal/plugin-static-data-common';
import { ApiClient } from './ApiClient';
import { HISTORY_MS } from './createSyncRows';
import { Endpoint } from './types';

const ONE_ROW_TARGET = 1.5;
const PAGE_TARGET = 2;
const SUMMARY_TARGET = 3;

/** How far back the deep pages are, of all that there are. */
const DEPTH = 0.9;

/** Finds out what to ask for in a history that is there, down to the cursors of deep pages. */
export async function listEndpoints(api: ApiClient): Promise<Endpoint[]> {
  const [latest] = (await listSyncs(api, 'limit=1')).history;
  const [middle] = (await listSyncs(api, `limit=1&to=${yearsAgo(1.5)}`))
    .history;
  return [
    {
      name: 'latest sync',
      path: '/sync-history?limit=1&dryRun=false',
      target: ONE_ROW_TARGET,
    },
    {
      name: 'one record',
      path: `/sync-history/${middle.id}`,
      target: ONE_ROW_TARGET,
    },
    { name: 'health', path: '/health', target: ONE_ROW_TARGET },
    ...SYNC_STATISTICS_PERIODS.flatMap(period => [
      {
        name: `settings, ${period}`,
        path: `/settings?period=${period}`,
        target: SUMMARY_TARGET,
      },
      {
        name: `statistics, ${period}`,
        path: `/sync-statistics?period=${period}`,
        target: SUMMARY_TARGET,
      },
    ]),
    { name: 'scorecards', path: '/scorecards', target: SUMMARY_TARGET },
    ...(await listHistoryPages(api, middle.revision ?? '')),
    ...(await listChangePages(api, latest.id)),
  ];
}

async function listHistoryPages(
  api: ApiClient,
  revision: string,
): Promise<Endpoint[]> {
  const filters: Array<[name: string, query: string]> = [
    ['', ''],
    ['status', 'status=FAILURE'],
    ['two statuses', 'status=FAILURE,PARTIAL_SUCCESS'],
    ['syncType', 'syncType=MANUAL'],
    ['no dry runs', 'dryRun=false'],
    ['dry runs', 'dryRun=true'],
    [
      'status, syncType and dryRun',
      'status=FAILURE&syncType=MANUAL&dryRun=false',
    ],
    ['from and to', `from=${yearsAgo(2)}&to=${yearsAgo(1)}`],
    ['q: a user', 'q=person-7'],
    ['q: an error', 'q=etimedout'],
    ['q: a revision', `q=${revision}`],
    ['q: nothing', 'q=nowhere'],
  ];
  const pages: Endpoint[] = [];
  for (const [filter, query] of filters) {
    const { pagination } = await listSyncs(api, `limit=1&${query}`);
    const name = filter ? `history, ${filter}` : 'history';
    pages.push({
      name: `${name}, first page`,
      path: `/sync-history?${query}`,
      target: PAGE_TARGET,
    });
    const deep = await listSyncs(
      api,
      `limit=1&offset=${Math.floor(pagination.total * DEPTH)}&${query}`,
    );
    if (deep.pagination.nextCursor) {
      pages.push({
        name: `${name}, deep page`,
        path: `/sync-history?cursor=${deep.pagination.nextCursor}&${query}`,
        target: PAGE_TARGET,
      });
    }
  }
  return pages;
}

async function listChangePages(
  api: ApiClient,
  syncId: string,
): Promise<Endpoint[]> {
  const filters: Array<[name: string, query: string]> = [
    ['', ''],
    ['kind', 'kind=Component'],
    ['change', 'change=removed'],
    ['change and kind', 'change=added,updated&kind=API'],
    ['q', 'q=entity-updated-7'],
  ];
  const pages: Endpoint[] = [];
  for (const [filter, query] of filters) {
    const path = `/sync-history/${syncId}/changes`;
    const name = filter ? `changes, ${filter}` : 'changes';
    pages.push({
      name: `${name}, first page`,
      path: `${path}?${query}`,
      target: PAGE_TARGET,
    });
    const cursor = await findDeepCursor(api, `${path}?${query}`);
    if (cursor) {
      pages.push({
        name: `${name}, deep page`,
        path: `${path}?cursor=${cursor}&${query}`,
        target: PAGE_TARGET,
      });
    }
  }
  return pages;
}

/** Turns pages until it is deep; these have no offset. */
async function findDeepCursor(
  api: ApiClient,
  path: string,
): Promise<string | undefined> {
  let cursor: string | undefined;
  for (let seen = 0; ; ) {
    const page = await api.get<SyncChangePage>(
      `${path}&limit=500${cursor ? `&cursor=${cursor}` : ''}`,
    );
    const { nextCursor, total } = page.pagination;
    seen += page.changes.length;
    if (!nextCursor || seen > total * DEPTH) {
      return cursor;
    }
    cursor = nextCursor;
  }
}

async function listSyncs(
  api: ApiClient,
  query: string,
): Promise<SyncHistoryPage> {
  return api.get<SyncHistoryPage>(`/sync-history?${query}`);
}

/** A day, three years ago at most. */
function yearsAgo(years: number): string {
  return new Date(Date.now() - (HISTORY_MS * years) / 3)
    .toISOString()
    .slice(0, 10);
}
