import {
  RefreshResponse,
  SyncHealth,
  SyncHistoryRecord,
} from '@internal/plugin-static-data-common';
import { Replica } from './Replica';

const DEFAULT_TIMEOUT_MS = 60_000;

/** Asks for a sync of a source, the first of the site by default, and does not wait for it. */
export async function requestSync(
  replica: Replica,
  source?: string,
): Promise<string> {
  const answer = await post(replica, { source }, DEFAULT_TIMEOUT_MS);
  return answer.syncId;
}

/** Asks for a sync of a source, the first of the site by default, and waits for its record. */
export async function runSync(
  replica: Replica,
  options: { source?: string; timeoutMs?: number } = {},
): Promise<SyncHistoryRecord> {
  const { source, timeoutMs = DEFAULT_TIMEOUT_MS } = options;
  const answer = await post(replica, { source, wait: true }, timeoutMs);
  if (!answer.sync) {
    throw new Error(`No record in the answer: ${JSON.stringify(answer)}`);
  }
  return answer.sync;
}

/** The health of a source, or of all together. */
export async function getHealth(
  replica: Replica,
  source?: string,
): Promise<SyncHealth> {
  const query = source ? `?source=${source}` : '';
  return getJson(replica, `/api/static-data/health${query}`);
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
