import { LoggerService } from '@backstage/backend-plugin-api';
import {
  NotificationSendOptions,
  NotificationService,
} from '@backstage/plugin-notifications-node';
import once from 'lodash/once';
import { Recipient } from './Deliverer';

/** Has a colon, which the id of a webhook cannot have. */
export const NOTIFICATIONS = 'plugin:notifications';

/** What is for owners: there may be many of them, for whom the alerts of others do not wait. */
export const OWNER_NOTIFICATIONS = 'plugin:notifications:owners';

/** All that this file sends to. */
export const NOTIFICATION_RECIPIENTS = [NOTIFICATIONS, OWNER_NOTIFICATIONS];

/** A notification as it waits in the outbox. */
export type QueuedNotification = NotificationSendOptions['payload'] & {
  /** Who gets it, if not those of the configuration. */
  entityRefs?: string[];
};

const RETRY_AFTER_MS = 60_000;

/** An hour's worth. */
const MAX_ATTEMPTS = 60;

/**
 * Sends messages through the notifications plugin. They replace each other there, so they are sent
 * in order.
 */
export function createNotificationsRecipient(options: {
  /** One of {@link NOTIFICATION_RECIPIENTS}. */
  id: string;
  notifications: NotificationService;
  /** Who gets what does not say so itself. */
  entityRefs: string[];
  logger: LoggerService;
}): Recipient {
  const { id, notifications, logger } = options;
  const warnOfAbsence = once(() =>
    logger.warn(
      'The notifications backend is not installed, so nobody is notified of anything',
    ),
  );

  return {
    id,
    inOrder: true,
    async send({ type, payload, attempts }) {
      let queued: QueuedNotification;
      try {
        queued = JSON.parse(payload);
      } catch {
        return { state: 'dead', error: 'The message is damaged' };
      }
      const { entityRefs = options.entityRefs, ...content } = queued;
      try {
        await notifications.send({
          recipients: { type: 'entity', entityRef: entityRefs },
          payload: content,
        });
        return { state: 'delivered' };
      } catch (e) {
        const error = String(e);
        // Seen in @backstage/plugin-notifications-node 0.2: the status is only in the message.
        if (/status 404\b/.test(error)) {
          warnOfAbsence();
          // Settled silently: it is already in the log.
          return { state: 'delivered', error };
        }
        if (attempts >= MAX_ATTEMPTS) {
          return { state: 'dead', error };
        }
        if (attempts === 1) {
          logger.warn(
            `Could not send the notification '${type}'; trying again every minute for an hour: ${error}`,
          );
        }
        return { state: 'pending', error, retryAfterMs: RETRY_AFTER_MS };
      }
    },
  };
}
