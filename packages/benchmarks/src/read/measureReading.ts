import { JsonObject } from '@backstage/types';
import { SyncHistoryPage } from '@internal/plugin-static-data-common';
import { ApiClient } from './ApiClient';
import { BARE_PATH } from './bareEndpoint';
import { listEndpoints } from './listEndpoints';
import { measureExport } from './measureExport';
import { measureState } from './measureState';
import { measureSpeeds } from './measureSpeed';
import { ServerProcess } from './ServerProcess';
import {
  EndpointMeasurement,
  ExportMeasurement,
  StateMeasurement,
} from './types';

/** Requests of each sort in one measurement. */
const REQUESTS = 200;

/** Before the first measurement, so that what is compiled is compiled. */
const WARM_UP_REQUESTS = 1000;

/** Starts a server and measures every endpoint, each in turns with the bare one. */
export async function measureReading(options: {
  database: JsonObject;
  rounds: number;
  onProgress: (line: string) => void;
}): Promise<{
  endpoints: EndpointMeasurement[];
  exports: ExportMeasurement[];
  state: StateMeasurement;
}> {
  const { database, rounds, onProgress } = options;
  const { barePath, found } = await withServer(database, findPaths);
  // Another process, which has nothing in memory yet.
  return withServer(database, async server => {
    await measureSpeeds(server, [barePath, barePath], WARM_UP_REQUESTS);
    const endpoints: EndpointMeasurement[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      for (const endpoint of found) {
        const { path, name } = endpoint;
        const [, { p50: firstMs }] = await measureSpeeds(
          server,
          [barePath, path],
          1,
        );
        const [bare, ours] = await measureSpeeds(
          server,
          [barePath, path],
          REQUESTS,
        );
        endpoints.push({ endpoint, ours, bare, firstMs });
        onProgress(
          `round ${round}, ${name}: ${ours.p50.toFixed(
            2,
          )} ms, bare ${bare.p50.toFixed(2)} ms`,
        );
      }
    }
    const exports = [
      await measureExport(server, 'csv'),
      await measureExport(server, 'json'),
    ];
    const state = await measureState(server);
    return { endpoints, exports, state };
  });
}

async function findPaths(server: ServerProcess) {
  const api = new ApiClient(server);
  const { history } = await api.get<SyncHistoryPage>('/sync-history?limit=1');
  return {
    barePath: `${BARE_PATH}/${history[0].id}`,
    found: await listEndpoints(api),
  };
}

async function withServer<T>(
  database: JsonObject,
  action: (server: ServerProcess) => Promise<T>,
): Promise<T> {
  const server = await ServerProcess.start(database);
  try {
    return await action(server);
  } finally {
    await server.stop();
  }
}
