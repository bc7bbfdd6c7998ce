import { inspect } from 'node:util';
import { LoggerService } from '@backstage/backend-plugin-api';
import {
  MAX_MESSAGE_LENGTH,
  MAX_STACK_TRACE_LENGTH,
  toSafeText,
} from '@internal/plugin-static-data-common';
import { JsonObject } from '@backstage/types';

/**
 * Makes a text of at most so many characters safe to log.
 *
 * @public
 */
export type RedactText = (
  text: string,
  maxLength: number,
  options?: { keepsLines: boolean },
) => string;

/**
 * A logger for messages that contain what a source, a request or another service has said: without
 * secrets, and each on a line of its own.
 *
 * @param redact - by default removes only what looks like a secret
 * @public
 */
export function toSafeLogger(
  logger: LoggerService,
  redact: RedactText = toSafeText,
): LoggerService {
  const toSafe = (meta: JsonObject | Error): JsonObject =>
    meta instanceof Error
      ? {
          // Indented, so that no line of it looks like another message.
          error: redact(inspect(meta), MAX_STACK_TRACE_LENGTH, {
            keepsLines: true,
          }).replaceAll('\n', '\n    '),
        }
      : meta;
  const log =
    (level: 'error' | 'warn' | 'info' | 'debug') =>
    (message: string, meta?: JsonObject | Error) =>
      logger[level](
        redact(message, MAX_MESSAGE_LENGTH),
        ...(meta ? [toSafe(meta)] : []),
      );
  return {
    error: log('error'),
    warn: log('warn'),
    info: log('info'),
    debug: log('debug'),
    child: meta => toSafeLogger(logger.child(meta), redact),
  };
}
