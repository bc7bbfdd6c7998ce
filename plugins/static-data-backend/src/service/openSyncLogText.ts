import { SyncLogLine } from '@internal/plugin-static-data-common';
import { SyncLogStore } from '@internal/plugin-static-data-node';

const PAGE_SIZE = 500;

type LogQuery = Parameters<SyncLogStore['list']>[0];
type LogPage = Awaited<ReturnType<SyncLogStore['list']>>;

/**
 * Reads the whole log of a sync as text, a page at a time. The first page is read before
 * this resolves, so that whoever asks can still be told if that fails.
 */
export async function openSyncLogText(
  logs: Pick<SyncLogStore, 'list'>,
  query: Pick<LogQuery, 'syncId' | 'level'>,
): Promise<AsyncIterable<string>> {
  const listAfter = (after?: number) =>
    logs.list({ ...query, limit: PAGE_SIZE, after });
  return readPages(await listAfter(), listAfter);
}

async function* readPages(
  firstPage: LogPage,
  listAfter: (after?: number) => Promise<LogPage>,
): AsyncGenerator<string> {
  let page = firstPage;
  for (;;) {
    yield page.lines.map(formatLine).join('');
    if (!page.hasMore) {
      return;
    }
    page = await listAfter(page.position);
  }
}

function formatLine({ time, level, step, message }: SyncLogLine): string {
  const oneLine = message.replace(/\s*[\r\n]+\s*/g, ' ');
  return `${time} ${level.toUpperCase()} [${step}] ${oneLine}\n`;
}
