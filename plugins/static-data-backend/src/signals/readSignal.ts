import { EventParams } from '@backstage/plugin-events-node';
import {
  STATIC_DATA_PROGRESS_TOPIC,
  STATIC_DATA_SYNC_TOPIC,
  syncIdSchema,
  SyncSignal,
} from '@internal/plugin-static-data-common';
import { z } from 'zod';

const TYPES: Record<string, SyncSignal['type'] | undefined> = {
  [STATIC_DATA_PROGRESS_TOPIC]: 'sync-progress',
  [STATIC_DATA_SYNC_TOPIC]: 'sync-ended',
};

const payloadSchema = z.object({ syncId: syncIdSchema });

/**
 * What browsers are told of an event: ids only, because everybody gets it.
 *
 * @returns undefined where the event is none of a sync
 */
export function readSignal({
  topic,
  eventPayload,
}: EventParams): SyncSignal | undefined {
  const type = TYPES[topic];
  const { data } = payloadSchema.safeParse(eventPayload);
  return type && data && { type, syncId: data.syncId };
}
