import { LoggerService } from '@backstage/backend-plugin-api';
import {
  MAX_LOG_LENGTH,
  SyncLogLevel,
  SyncLogLine,
  SyncPhase,
} from '@internal/plugin-static-data-common';
import { Redactor } from '../Redactor';

/**
 * Far more than an ordinary sync has to say. Errors and warnings are findings too, and everything
 * goes to the log of the backend, so no information is lost.
 */
const MAX_LINES = 2_000;

interface SyncLogOptions {
  logger: LoggerService;
  redactor: Redactor;
  currentPhase: () => SyncPhase;
}

/**
 * Keeps the log lines of one sync, without secrets, and writes them to the log of the backend.
 *
 * Lines never change their position, so they can be stored while the sync runs. If there are too
 * many, the first are kept and the others only counted.
 */
export class SyncLog {
  readonly #options: SyncLogOptions;
  readonly #lines: SyncLogLine[] = [];
  readonly #leftOut = new Map<SyncLogLevel, number>();
  #taken = 0;
  /** Characters of all messages. */
  #length = 0;

  constructor(options: SyncLogOptions) {
    this.#options = options;
  }

  info(message: string): void {
    this.#log('info', message);
  }

  warn(message: string): void {
    this.#log('warn', message);
  }

  error(message: string): void {
    this.#log('error', message);
  }

  /** Ends the log with a line that says what was left out, if anything was. */
  end(): void {
    const counts = [...this.#leftOut];
    if (counts.length === 0) {
      return;
    }
    const total = counts.reduce((sum, [, count]) => sum + count, 0);
    const byLevel = counts
      .map(([level, count]) => `${count} ${level}`)
      .join(', ');
    this.#leftOut.clear();
    this.#keep(
      'warn',
      `${total} more lines were left out (${byLevel}); see the log of the backend`,
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

  #log(level: 'info' | 'warn' | 'error', message: string): void {
    const redacted = this.#options.redactor.redact(message);
    this.#options.logger[level](redacted);
    this.#length += redacted.length;
    if (this.#lines.length < MAX_LINES && this.#length <= MAX_LOG_LENGTH) {
      this.#keep(level, redacted);
    } else {
      this.#leftOut.set(level, (this.#leftOut.get(level) ?? 0) + 1);
    }
  }

  #keep(level: SyncLogLevel, message: string): void {
    this.#lines.push({
      time: new Date().toISOString(),
      level,
      phase: this.#options.currentPhase(),
      message,
    });
  }
}
