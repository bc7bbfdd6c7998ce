import { mockErrorHandler, mockServices } from '@backstage/backend-test-utils';
import express from 'express';
import { Endpoint, EndpointServices } from '../http/Endpoint';
import { createRouter } from '../http/createRouter';
import { createCallerLimits } from '../http/limitPerCaller';

/** What a test needs of several services. */
type Parts<T> = { [K in keyof T]?: Partial<T[K]> };

/**
 * Serves endpoints to callers who may do everything, over fakes of the services that they use. Requests are
 * about the only source.
 */
export function createEndpointApp(
  endpoints: Endpoint[],
  services: Parts<Omit<EndpointServices, 'store'>> & {
    store?: Parts<EndpointServices['store']>;
  } = {},
) {
  const auditor = mockServices.auditor.mock();
  const audit = { success: jest.fn(), fail: jest.fn() };
  auditor.createEvent.mockResolvedValue(audit);
  const lifecycle = mockServices.lifecycle.mock();
  const router = createRouter(endpoints, {
    httpAuth: mockServices.httpAuth(),
    permissions: mockServices.permissions(),
    auditor,
    lifecycle,
    limits: createCallerLimits(),
    services: {
      ...services,
      sources: {
        choose: async () => 'default',
        chooseForSync: async () => 'default',
        openStore: async () => services.store,
        ...services.sources,
      },
    } as EndpointServices,
  });
  return {
    app: express().use(router).use(mockErrorHandler()),
    audit,
    /** What the backend does when it is asked to end. */
    shutDown: () =>
      lifecycle.addShutdownHook.mock.calls.forEach(([hook]) => hook()),
  };
}
