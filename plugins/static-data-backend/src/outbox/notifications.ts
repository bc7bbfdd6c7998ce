import { LoggerService } from '@backstage/backend-plugin-api';
import {
  NotificationSendOptions,
  NotificationService,
} from '@backstage/plugin-notifications-node';
import once from 'lodash/once';
import { Recipient } from './Deliverer';

/** Has a colon, which the id of a webhook cannot have. */
export const NOTIFICATIONS = 'plugin:notifications';

const RETRY_AFTER_MS = 60_000;

/** An hour's worth. */
const MAX_ATTEMPTS = 60;

/**
 * Sends messages through the notifications plugin. They replace each other there, so they are sent
 * in order.
 */
export function createNotificationsRecipient(options: {
  notifications: NotificationService;
  entityRefs: string[];
  logger: LoggerService;
}): Recipient {
  const { notifications, entityRefs, logger } = options;
  const warnOfAbsence = once(() =>
    logger.warn(
      'The notifications backend is not installed, so nobody is notified of alerts',
    ),
  );

  return {
    id: NOTIFICATIONS,
    inOrder: true,
    async send({ type, payload, attempts }) {
      let content: NotificationSendOptions['payload'];
      try {
        content = JSON.parse(payload);
      } catch {
        return { state: 'dead', error: 'The message is damaged' };
      }
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
