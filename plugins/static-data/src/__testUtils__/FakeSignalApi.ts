import { SignalApi } from '@backstage/plugin-signals-react';
import { SyncSignal } from '@internal/plugin-static-data-common';

/** Signals that a test sends. */
export class FakeSignalApi implements SignalApi {
  readonly #subscriptions = new Set<{
    channel: string;
    onMessage: (message: any) => void;
  }>();

  subscribe: SignalApi['subscribe'] = (channel, onMessage) => {
    const subscription = { channel, onMessage };
    this.#subscriptions.add(subscription);
    return {
      unsubscribe: () => {
        this.#subscriptions.delete(subscription);
      },
    };
  };

  send(message: SyncSignal, channel = 'static-data') {
    for (const subscription of this.#subscriptions) {
      if (subscription.channel === channel) {
        // as they come off the wire: each an object of its own
        subscription.onMessage({ ...message });
      }
    }
  }
}
