import { createBackendModule } from '@backstage/backend-plugin-api';
import { EventsService, eventsServiceRef } from '@backstage/plugin-events-node';

/** What the module of a Git host does, which loads its parts in a way that Jest does not support. */
export function createEventRouter(
  Router: new (options: { events: EventsService }) => {
    subscribe(): Promise<void>;
  },
  moduleId = 'event-router',
) {
  return createBackendModule({
    pluginId: 'events',
    moduleId,
    register(env) {
      env.registerInit({
        deps: { events: eventsServiceRef },
        init: ({ events }) => new Router({ events }).subscribe(),
      });
    },
  });
}
