import {
  SyncHistoryFilters,
  SyncHistoryRecord,
} from '@internal/plugin-static-data-common';
import { yieldToEventLoop } from '@internal/plugin-static-data-model';
import { SyncHistoryStore } from '@internal/plugin-static-data-node';
import { formatCsv } from './formatCsv';

const PAGE_SIZE = 500;

/** The media types of the formats of an export. */
export const EXPORT_MEDIA_TYPES = {
  csv: 'text/csv',
  json: 'application/json',
} as const;

export type ExportFormat = keyof typeof EXPORT_MEDIA_TYPES;

type HistoryPage = Awaited<ReturnType<SyncHistoryStore['list']>>;

/**
 * Reads the history as text, newest first, a page at a time. The first page is read before this
 * resolves, so that whoever asks can still be told if that fails.
 *
 * @param toVisible - what the caller may see of a record
 * @param onRecords - told of the number of records in every piece of text
 */
export async function openSyncHistoryExport(
  history: Pick<SyncHistoryStore, 'list'>,
  options: {
    format: ExportFormat;
    filters: SyncHistoryFilters;
    toVisible: (record: SyncHistoryRecord) => SyncHistoryRecord;
    onRecords: (count: number) => void;
  },
): Promise<AsyncIterable<string>> {
  const { format, filters, toVisible, onRecords } = options;
  const listAfter = async (after?: SyncHistoryRecord) => {
    const page = await history.list({ ...filters, limit: PAGE_SIZE, after });
    return { ...page, records: page.records.map(toVisible) };
  };
  const pages = readPages(await listAfter(), listAfter, onRecords);
  return format === 'csv' ? toCsv(pages) : toJson(pages);
}

async function* readPages(
  firstPage: HistoryPage,
  listAfter: (after?: SyncHistoryRecord) => Promise<HistoryPage>,
  onRecords: (count: number) => void,
): AsyncGenerator<SyncHistoryRecord[]> {
  let page = firstPage;
  for (;;) {
    yield page.records;
    onRecords(page.records.length);
    if (!page.hasMore) {
      return;
    }
    // A client that takes everything at once would leave no time for others.
    await yieldToEventLoop();
    page = await listAfter(page.records.at(-1));
  }
}

async function* toCsv(
  pages: AsyncIterable<SyncHistoryRecord[]>,
): AsyncGenerator<string> {
  let isFirst = true;
  for await (const records of pages) {
    yield formatCsv(records, isFirst);
    isFirst = false;
  }
}

async function* toJson(
  pages: AsyncIterable<SyncHistoryRecord[]>,
): AsyncGenerator<string> {
  let separator = '[\n';
  for await (const records of pages) {
    if (records.length > 0) {
      const list = records.map(record => JSON.stringify(record)).join(',\n');
      yield `${separator}${list}`;
      separator = ',\n';
    }
  }
  yield separator === '[\n' ? '[]\n' : '\n]\n';
}
