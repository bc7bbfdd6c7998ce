import {
  SYNC_EXPORT_FORMATS,
  SyncHistoryFilters,
  SyncHistoryRecord,
  SyncLogLevel,
  SyncLogLine,
} from '@internal/plugin-static-data-common';
import { yieldToEventLoop } from '@internal/plugin-static-data-model';
import {
  SyncHistoryStore,
  SyncLogStore,
} from '@internal/plugin-static-data-node';
import { formatCsv } from './formatCsv';

const PAGE_SIZE = 500;

/**
 * Reads the history as text, newest first, a page at a time.
 *
 * @param toVisible - what the caller may see of a record
 * @param onRecords - receives the number of records in each piece of text
 */
export async function openSyncHistoryExport(
  history: Pick<SyncHistoryStore, 'list'>,
  options: {
    format: (typeof SYNC_EXPORT_FORMATS)[number];
    filters: SyncHistoryFilters;
    toVisible: (record: SyncHistoryRecord) => SyncHistoryRecord;
    onRecords: (count: number) => void;
  },
): Promise<AsyncIterable<string>> {
  const { format, filters, toVisible, onRecords } = options;
  const pages = await openPages<Awaited<ReturnType<SyncHistoryStore['list']>>>(
    previous =>
      history.list({
        ...filters,
        limit: PAGE_SIZE,
        after: previous?.position,
      }),
  );
  async function* readRecords() {
    for await (const { records } of pages) {
      yield records.map(toVisible);
      onRecords(records.length);
    }
  }
  return format === 'csv' ? toCsv(readRecords()) : toJson(readRecords());
}

/** Reads the whole log of a sync as text, a page at a time. */
export async function openSyncLogText(
  logs: Pick<SyncLogStore, 'list'>,
  query: { syncId: string; level?: SyncLogLevel },
): Promise<AsyncIterable<string>> {
  const pages = await openPages<Awaited<ReturnType<SyncLogStore['list']>>>(
    previous =>
      logs.list({ ...query, limit: PAGE_SIZE, after: previous?.position }),
  );
  async function* format() {
    for await (const { lines } of pages) {
      yield lines.map(formatLine).join('');
    }
  }
  return format();
}

/**
 * Reads page after page. The first one is read before this resolves, so that a failure can still
 * be answered with an error.
 */
async function openPages<TPage extends { hasMore: boolean }>(
  readAfter: (previous?: TPage) => Promise<TPage>,
): Promise<AsyncIterable<TPage>> {
  const first = await readAfter();
  async function* readAll() {
    for (let page = first; ; page = await readAfter(page)) {
      yield page;
      if (!page.hasMore) {
        return;
      }
      // A client that reads as fast as possible would leave no time for others.
      await yieldToEventLoop();
    }
  }
  return readAll();
}

function formatLine({ time, level, phase, message }: SyncLogLine): string {
  const lines = message.split(/[\r\n]+/).map(line => line.trim());
  const oneLine = lines.join(' ');
  return `${time} ${level.toUpperCase()} [${phase}] ${oneLine}\n`;
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
