import { LoggerService } from '@backstage/backend-plugin-api';
import { WebhookDelivery } from '@internal/plugin-static-data-common';
import {
  ClaimedDelivery,
  StaticDataStore,
  WebhookConfig,
} from '@internal/plugin-static-data-node';
import { coalesceRuns } from '../service/coalesceRuns';
import { judgeAttempt } from './judgeAttempt';
import { sendMessage } from './sendMessage';

/**
 * Sends what is queued for webhooks: to each one message at a time, to all of them side by side,
 * so that one who hangs is in nobody's way.
 */
export class WebhookDeliverer {
  readonly #store: Pick<StaticDataStore, 'webhookDeliveries'>;
  readonly #logger: LoggerService;
  readonly #timeoutMs?: number;
  readonly #stopped = new AbortController();
  readonly #lanes: Array<() => Promise<void>>;

  constructor(options: {
    store: Pick<StaticDataStore, 'webhookDeliveries'>;
    webhooks: WebhookConfig[];
    logger: LoggerService;
    /** Of one attempt. */
    timeoutMs?: number;
  }) {
    this.#store = options.store;
    this.#logger = options.logger;
    this.#timeoutMs = options.timeoutMs;
    this.#lanes = options.webhooks.map(webhook =>
      coalesceRuns(() => this.#sendDue(webhook)),
    );
  }

  /** Sends whatever is due. Resolves when no webhook has anything that is. */
  async run(): Promise<void> {
    if (!this.#stopped.signal.aborted) {
      await Promise.all(this.#lanes.map(lane => lane()));
    }
  }

  /** Sends one message, and notes what came of it. */
  async deliver(
    webhook: WebhookConfig,
    delivery: ClaimedDelivery,
  ): Promise<WebhookDelivery> {
    const answer = await sendMessage(webhook, delivery, {
      signal: this.#stopped.signal,
      timeoutMs: this.#timeoutMs,
    });
    const settled = await this.#store.webhookDeliveries.settle(
      delivery,
      judgeAttempt(delivery, answer, Math.random()),
    );
    this.#log(settled);
    return settled;
  }

  /** Breaks off what is being sent; it is sent again by whoever starts next. */
  stop(): void {
    this.#stopped.abort();
  }

  async #sendDue(webhook: WebhookConfig): Promise<void> {
    while (!this.#stopped.signal.aborted) {
      const delivery = await this.#store.webhookDeliveries.claimNext(
        webhook.id,
      );
      if (!delivery) {
        return;
      }
      await this.deliver(webhook, delivery);
    }
  }

  #log({ webhookId, type, state, attempts, error }: WebhookDelivery): void {
    const what = `${type} to webhook '${webhookId}'`;
    if (state === 'dead') {
      this.#logger.warn(
        `Gave up delivering ${what} at attempt ${attempts}: ${error}`,
      );
    } else if (state === 'pending') {
      this.#logger.debug(`Could not deliver ${what} yet: ${error}`);
    }
  }
}
