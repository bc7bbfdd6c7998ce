import { LoggerService } from '@backstage/backend-plugin-api';
import { pluralize } from '@internal/plugin-static-data-common';
import {
  AttemptOutcome,
  OutboxMessage,
  StaticDataStore,
} from '@internal/plugin-static-data-node';
import { coalesceRuns } from './coalesceRuns';

/** A destination of messages in the outbox. */
export interface Recipient {
  /** As in the outbox. */
  id: string;
  /** Whether a message waits until those before it are delivered or given up. */
  inOrder: boolean;
  /** Makes one attempt, and decides what happens to the message. Never rejects. */
  send(message: OutboxMessage, signal: AbortSignal): Promise<AttemptOutcome>;
}

/**
 * Sends due messages: one at a time to each recipient, and to all recipients concurrently, so that
 * one that hangs does not hold up the others.
 */
export class Deliverer {
  readonly #outbox: StaticDataStore['outbox'];
  readonly #logger: LoggerService;
  readonly #stopped = new AbortController();
  readonly #lanes: Array<() => Promise<void>>;

  constructor(options: {
    outbox: StaticDataStore['outbox'];
    recipients: Recipient[];
    logger: LoggerService;
  }) {
    this.#outbox = options.outbox;
    this.#logger = options.logger;
    this.#lanes = options.recipients.map(recipient =>
      coalesceRuns(() => this.#sendDue(recipient)),
    );
  }

  /** Sends all due messages. Resolves when none are left. */
  async run(): Promise<void> {
    if (!this.#stopped.signal.aborted) {
      await Promise.all(this.#lanes.map(lane => lane()));
    }
  }

  /** Sends one message, and stores the outcome. */
  async deliver(
    recipient: Recipient,
    message: OutboxMessage,
  ): Promise<OutboxMessage> {
    const outcome = await recipient.send(message, this.#stopped.signal);
    const settled = await this.#outbox.settle(message, outcome);
    this.#log(settled);
    return settled;
  }

  /** Aborts what is being sent; another process, or this one after a restart, sends it again. */
  stop(): void {
    this.#stopped.abort();
  }

  async #sendDue(recipient: Recipient): Promise<void> {
    const { id, inOrder } = recipient;
    while (!this.#stopped.signal.aborted) {
      const message = await this.#outbox.claimNext(id, { inOrder });
      if (!message) {
        return;
      }
      await this.deliver(recipient, message);
    }
  }

  #log({ recipient, type, state, attempts, error }: OutboxMessage): void {
    const what = `'${type}' to '${recipient}'`;
    if (state === 'dead') {
      this.#logger.warn(
        `Gave up sending ${what} after ${pluralize(
          attempts,
          'attempt',
        )}: ${error}`,
      );
    } else if (state === 'pending') {
      this.#logger.debug(
        `Could not send ${what} at attempt ${attempts}; trying again later: ${error}`,
      );
    }
  }
}
