import { ServerProcess } from './ServerProcess';
import { ExportMeasurement } from './types';

const LINE_FEED = '\n'.charCodeAt(0);

/** Lines that are no rows: a header, or two brackets. */
const OTHER_LINES = { csv: 1, json: 2 };

/** Exports the whole history and watches the memory of the server. */
export async function measureExport(
  server: ServerProcess,
  format: 'csv' | 'json',
): Promise<ExportMeasurement> {
  let lines = 0;
  const start = performance.now();
  const addedMemory = await server.watchMemory(async () => {
    const response = await fetch(
      `${server.baseUrl}/sync-history/export?format=${format}`,
      { headers: server.headers },
    );
    if (!response.ok || !response.body) {
      throw new Error(`The export is answered ${response.status}`);
    }
    for await (const bytes of response.body) {
      lines += countLines(bytes);
    }
  });
  return {
    format,
    rows: lines - OTHER_LINES[format],
    ms: performance.now() - start,
    addedMemory,
  };
}

function countLines(bytes: Uint8Array): number {
  let lines = 0;
  for (
    let index = bytes.indexOf(LINE_FEED);
    index !== -1;
    index = bytes.indexOf(LINE_FEED, index + 1)
  ) {
    lines += 1;
  }
  return lines;
}
