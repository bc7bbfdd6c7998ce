import {
  EntityProvider,
  EntityProviderConnection,
} from '@backstage/plugin-catalog-node';
import { StaticDataStore } from '@internal/plugin-static-data-node';
import { recordSpan, Timeline } from './Timeline';

/** Notes the mutations of an entity provider. */
export function observeProvider(
  provider: EntityProvider,
  getTimeline: () => Timeline,
): EntityProvider {
  const observe = (
    connection: EntityProviderConnection,
  ): EntityProviderConnection => ({
    refresh: options => connection.refresh(options),
    async applyMutation(mutation) {
      const timeline = getTimeline();
      await recordSpan(timeline.mutations, mutation.type, () =>
        connection.applyMutation(mutation),
      );
      timeline.beginPhase('RECORD');
    },
  });
  return {
    getProviderName: () => provider.getProviderName(),
    connect: connection => provider.connect(observe(connection)),
  };
}

/** Notes the calls of a store, and the phases that a sync tells it of. */
export function observeStore(
  store: StaticDataStore,
  getTimeline: () => Timeline,
): StaticDataStore {
  const onCall: OnCall = (name, args, call) => {
    const timeline = getTimeline();
    if (name === 'lease.heartbeat') {
      timeline.beginPhase(String(args[1]));
    }
    return recordSpan(timeline.storeCalls, name, call);
  };
  return {
    ...observeCalls(store, '', onCall),
    ofSource: id => observeCalls(store.ofSource(id), '', onCall),
  };
}

type OnCall = (
  name: string,
  args: unknown[],
  call: () => Promise<unknown>,
) => Promise<unknown>;

function observeCalls<T extends object>(
  target: T,
  prefix: string,
  onCall: OnCall,
): T {
  return new Proxy(target, {
    get(_target, property) {
      const name = `${prefix}${String(property)}`;
      const value: unknown = Reflect.get(target, property);
      if (typeof value === 'function') {
        return (...args: unknown[]) =>
          onCall(name, args, () => Reflect.apply(value, target, args));
      }
      return typeof value === 'object' && value !== null
        ? observeCalls(value, `${name}.`, onCall)
        : value;
    },
  });
}
