import { Knex } from 'knex';
import { v7 as uuid } from 'uuid';
import { MessageToDeliver } from '../store';
import { databaseTime } from './dialect';
import { WEBHOOK_DELIVERIES_TABLE, WebhookDeliveryRow } from './tables';

/** Queues messages to webhooks, but for those that are queued already. */
export async function insertMessages(
  tx: Knex.Transaction,
  messages: MessageToDeliver[],
): Promise<void> {
  for (const message of messages) {
    await tx<WebhookDeliveryRow>(WEBHOOK_DELIVERIES_TABLE)
      .insert({
        ...toDeliveryRow(message),
        attempts: 0,
        created_at: databaseTime(tx),
        next_attempt_at: databaseTime(tx),
      })
      .onConflict(['webhook_id', 'event_id'])
      .ignore();
  }
}

/** What a row has from the message. */
export function toDeliveryRow({
  webhookId,
  eventId,
  message,
}: MessageToDeliver): Pick<
  WebhookDeliveryRow,
  'id' | 'webhook_id' | 'event_id' | 'type' | 'state' | 'payload'
> {
  return {
    id: uuid(),
    webhook_id: webhookId,
    event_id: eventId,
    type: message.type,
    state: 'pending',
    payload: JSON.stringify(message),
  };
}
