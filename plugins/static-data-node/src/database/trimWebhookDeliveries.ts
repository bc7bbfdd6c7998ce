import { Knex } from 'knex';
import { databaseTime } from './dialect';
import { WEBHOOK_DELIVERIES_TABLE, WebhookDeliveryRow } from './tables';
import { takeTurn } from './takeTurn';

const SECONDS_PER_HOUR = 60 * 60;

/**
 * Whoever sends a message gives it up after 24 hours; this is for those that nobody sends, because
 * the webhook is not configured any more. An hour later, to be in nobody's way.
 */
const ABANDONED_AFTER_HOURS = 25;

/** Small enough not to keep other statements waiting. */
const BATCH_SIZE = 1000;

/**
 * Gives up messages to webhooks that nobody sends, and deletes those that were queued before a
 * time, in batches.
 */
export async function trimWebhookDeliveries(
  knex: Knex,
  before: string,
): Promise<void> {
  const rows = () => knex<WebhookDeliveryRow>(WEBHOOK_DELIVERIES_TABLE);
  await rows()
    .where({ state: 'pending' })
    .where(
      'created_at',
      '<',
      databaseTime(knex, -ABANDONED_AFTER_HOURS * SECONDS_PER_HOUR),
    )
    .update({
      state: 'dead',
      next_attempt_at: null,
      error: 'Not delivered within 24 hours',
    });
  let deleted: number;
  do {
    deleted = await takeTurn(async () =>
      rows()
        .whereIn(
          'id',
          rows()
            .where('created_at', '<', before)
            .limit(BATCH_SIZE)
            .select('id'),
        )
        .delete(),
    );
  } while (deleted === BATCH_SIZE);
}
