import { RecordedLogLine } from '@internal/plugin-static-data-common';
import { openSyncLogText } from './textExports';

describe('openSyncLogText', () => {
  const line: RecordedLogLine = {
    number: 1,
    time: '2026-01-31T12:00:00.000Z',
    level: 'info',
    phase: 'FETCH',
    message: 'Reading the source',
  };

  async function readAll(text: AsyncIterable<string>): Promise<string> {
    const chunks: string[] = [];
    for await (const chunk of text) {
      chunks.push(chunk);
    }
    return chunks.join('');
  }

  it('reads page after page to the end', async () => {
    const pages = new Map([
      [undefined, { lines: [line, line], hasMore: true, position: 7 }],
      [7, { lines: [{ ...line, message: 'Done' }], hasMore: false }],
    ]);
    const text = await openSyncLogText(
      { list: async ({ after }) => pages.get(after as 7)! },
      { syncId: 'some' },
    );

    expect(await readAll(text)).toBe(
      [
        '2026-01-31T12:00:00.000Z INFO [FETCH] Reading the source',
        '2026-01-31T12:00:00.000Z INFO [FETCH] Reading the source',
        '2026-01-31T12:00:00.000Z INFO [FETCH] Done',
        '',
      ].join('\n'),
    );
  });

  it('keeps a message of several lines on one', async () => {
    const message = 'Not JSON:\r\n  {"a" 1}\n2026-01-31 ERROR [PARSE] forged';
    const text = await openSyncLogText(
      {
        list: async () => ({
          lines: [{ ...line, level: 'warn', phase: 'PARSE', message }],
          hasMore: false,
        }),
      },
      { syncId: 'some' },
    );

    expect(await readAll(text)).toBe(
      '2026-01-31T12:00:00.000Z WARN [PARSE] Not JSON: {"a" 1} 2026-01-31 ERROR [PARSE] forged\n',
    );
  });

  it('fails before the text begins if the first page cannot be read', async () => {
    const list = async () => {
      throw new Error('no connection');
    };

    await expect(openSyncLogText({ list }, { syncId: 'some' })).rejects.toThrow(
      'no connection',
    );
  });
});
