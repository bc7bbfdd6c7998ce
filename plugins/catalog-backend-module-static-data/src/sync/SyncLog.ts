import { LoggerService } from '@backstage/backend-plugin-api';
import {
  SyncLogLevel,
  SyncLogLine,
  SyncStep,
} from '@internal/plugin-static-data-common';
import { JsonObject } from '@backstage/types';
import { redactSecrets } from '../redactSecrets';

/**
 * Far more than an ordinary sync has to say. Errors and warnings are findings too, and everything
 * goes to the log of the backend: what is not kept here is not lost.
 */
const MAX_LINES = 2_000;

/** Characters: a message is a sentence or two, not a document. */
const MAX_MESSAGE_LENGTH = 2_000;

/**
 * Keeps the log lines of one sync, without secrets, and passes them on to the log of the backend.
 *
 * Lines never change their positions, so that they can be stored while the sync runs. Of a
 * sync with too many of them, the first are kept and the others counted.
 */
export class SyncLog {
  readonly #logger: LoggerService;
  readonly #secrets: string[];
  readonly #currentStep: () => SyncStep;
  readonly #lines: SyncLogLine[] = [];
  readonly #leftOut = new Map<SyncLogLevel, number>();
  #taken = 0;

  /**
   * @param options.secrets - texts that must not show, beside what looks like a secret
   * @param options.currentStep - gives the step that the sync is in
   */
  constructor(options: {
    logger: LoggerService;
    secrets: string[];
    currentStep: () => SyncStep;
  }) {
    this.#logger = options.logger;
    this.#secrets = options.secrets;
    this.#currentStep = options.currentStep;
  }

  /** @param meta - only for the log of the backend */
  debug(message: string, meta?: Error | JsonObject): void {
    this.#log('debug', message, meta);
  }

  /** @param meta - only for the log of the backend */
  info(message: string, meta?: Error | JsonObject): void {
    this.#log('info', message, meta);
  }

  /** @param meta - only for the log of the backend */
  warn(message: string, meta?: Error | JsonObject): void {
    this.#log('warn', message, meta);
  }

  /** @param meta - only for the log of the backend */
  error(message: string, meta?: Error | JsonObject): void {
    this.#log('error', message, meta);
  }

  /** Ends the log: adds a last line that says what was left out, if anything was. */
  end(): void {
    const counts = [...this.#leftOut];
    if (counts.length === 0) {
      return;
    }
    const total = counts.reduce((sum, [, count]) => sum + count, 0);
    const byLevel = counts.map(([level, count]) => `${count} ${level}`);
    this.#leftOut.clear();
    this.#keep(
      'warn',
      `${total} more lines were left out (${byLevel.join(
        ', ',
      )}); see the log of the backend`,
    );
  }

  /** The lines since the last call, and the position of the first of them, from 0. */
  takeUnflushed(): { lines: SyncLogLine[]; firstPosition: number } {
    const firstPosition = this.#taken;
    this.#taken = this.#lines.length;
    return { lines: this.#lines.slice(firstPosition), firstPosition };
  }

  /** All lines, taken or not. */
  all(): SyncLogLine[] {
    return [...this.#lines];
  }

  #log(level: SyncLogLevel, message: string, meta?: Error | JsonObject): void {
    const redacted = redactSecrets(message, this.#secrets);
    this.#logger[level](redacted, meta);
    if (this.#lines.length < MAX_LINES) {
      this.#keep(level, redacted);
    } else {
      this.#leftOut.set(level, (this.#leftOut.get(level) ?? 0) + 1);
    }
  }

  #keep(level: SyncLogLevel, message: string): void {
    this.#lines.push({
      time: new Date().toISOString(),
      level,
      step: this.#currentStep(),
      message: toStorable(message),
    });
  }
}

/** Bounds a message, and takes out what PostgreSQL cannot store in a text. */
function toStorable(message: string): string {
  const excess = message.length - MAX_MESSAGE_LENGTH;
  const bounded =
    excess > 0
      ? `${message.slice(
          0,
          MAX_MESSAGE_LENGTH,
        )}... (${excess} more characters were left out)`
      : message;
  return bounded.replaceAll('\0', '\uFFFD');
}
