import { createHash } from 'node:crypto';
import {
  SyncHistoryRecord,
  SyncStatus,
} from '@internal/plugin-static-data-common';
import { createRandom, pick, Random } from '../source/random';

const YEAR_MS = 365 * 24 * 60 * 60 * 1000;

/** How long the history is. */
export const HISTORY_MS = 3 * YEAR_MS;

/** Syncs from one commit to the next. */
const SYNCS_PER_REVISION = 10;

const USERS = Array.from(
  { length: 40 },
  (_, index) => `user:default/person-${index}`,
);

/** What distinguishes one sync of the history from the others. */
export type SyncFacts = Pick<
  SyncHistoryRecord,
  | 'id'
  | 'number'
  | 'syncType'
  | 'startTime'
  | 'endTime'
  | 'durationMs'
  | 'status'
  | 'triggeredBy'
  | 'revision'
  | 'dryRun'
>;

/**
 * Makes up the syncs of three years, oldest first and the same in every run: of 100, 94
 * succeed and 2 fail, 5 are started by hand, and 1 is a dry run.
 */
export function* createSyncFacts(
  count: number,
  end: Date,
): Generator<SyncFacts> {
  const random = createRandom(count);
  const interval = HISTORY_MS / count;
  for (let index = 0; index < count; index += 1) {
    const start = Math.floor(end.getTime() - (count - index) * interval);
    const durationMs = 1500 + Math.floor(random() * 6000);
    const dryRun = random() < 0.01;
    const isManual = dryRun || random() < 0.04;
    yield {
      id: toSyncId(start, random),
      number: index + 1,
      syncType: isManual ? 'MANUAL' : 'SCHEDULED',
      startTime: new Date(start).toISOString(),
      endTime: new Date(start + durationMs).toISOString(),
      durationMs,
      status: pickStatus(random),
      triggeredBy: isManual ? pick(random, USERS) : undefined,
      revision: createHash('sha1')
        .update(String(Math.floor(index / SYNCS_PER_REVISION)))
        .digest('hex'),
      dryRun,
    };
  }
}

function pickStatus(random: Random): SyncStatus {
  const value = random();
  if (value < 0.02) {
    return 'FAILURE';
  }
  return value < 0.06 ? 'PARTIAL_SUCCESS' : 'SUCCESS';
}

/** A UUID of version 7. */
export function toSyncId(time: number, random: Random): string {
  const hex = (digits: number) =>
    Math.floor(random() * 16 ** digits)
      .toString(16)
      .padStart(digits, '0');
  const timestamp = time.toString(16).padStart(12, '0');
  return [
    timestamp.slice(0, 8),
    timestamp.slice(8),
    `7${hex(3)}`,
    `8${hex(3)}`,
    hex(6) + hex(6),
  ].join('-');
}
