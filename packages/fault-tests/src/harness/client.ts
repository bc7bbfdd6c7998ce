import {
  RefreshResponse,
  SyncHealth,
  SyncHistoryRecord,
} from '@internal/plugin-static-data-common';
import { Replica } from './Replica';

const DEFAULT_TIMEOUT_MS = 60_000;

/** Asks for a sync, and does not wait for it. */
export async function requestSync(replica: Replica): Promise<string> {
  const answer = await post(replica, {}, DEFAULT_TIMEOUT_MS);
  return answer.syncId;
}

/** Asks for a sync and waits for its record. */
export async function runSync(
  replica: Replica,
  { timeoutMs = DEFAULT_TIMEOUT_MS } = {},
): Promise<SyncHistoryRecord> {
  const answer = await post(replica, { wait: true }, timeoutMs);
  if (!answer.sync) {
    throw new Error(`No record in the answer: ${JSON.stringify(answer)}`);
  }
  return answer.sync;
}

export async function getHealth(replica: Replica): Promise<SyncHealth> {
  return getJson(replica, '/api/static-data/health');
}

/** What a replica answers with 200, read from JSON. */
export async function getJson<T>(replica: Replica, path: string): Promise<T> {
  return readJson(await replica.request(path));
}

async function post(
  replica: Replica,
  body: object,
  timeoutMs: number,
): Promise<RefreshResponse> {
  return readJson(
    await replica.request('/api/static-data/refresh', {
      method: 'POST',
      body,
      timeoutMs,
    }),
  );
}

async function readJson<T>(response: Response): Promise<T> {
  if (!response.ok) {
    throw new Error(
      `${response.url} answered ${response.status}: ${await response.text()}`,
    );
  }
  return response.json() as Promise<T>;
}
