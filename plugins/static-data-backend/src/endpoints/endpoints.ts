import {
  createOpenApiDocument,
  OpenApiDocument,
} from '../http/createOpenApiDocument';
import { defineEndpoint, Endpoint, json } from '../http/Endpoint';
import { apiRelationEndpoints } from './apiRelations';
import { branchEndpoints } from './branches';
import { heldRemovalEndpoints } from './heldRemovals';
import { historyEndpoints } from './history';
import { overviewEndpoints } from './overview';
import { pullRequestEndpoints } from './pullRequests';
import { refreshEndpoints } from './refresh';
import { schemaEndpoints } from './schemas';
import { scorecardEndpoints } from './scorecards';
import { sourceEndpoints } from './sources';
import { steeringEndpoints } from './steering';
import { syncDetailEndpoints } from './syncDetails';
import { webhookEndpoints } from './webhooks';

/** Needs no token: the description is public, and tools fetch it without one. */
const openApiEndpoint = defineEndpoint('get', '/openapi.json', {
  operationId: 'getOpenApiDocument',
  tag: 'Description',
  summary: 'This document',
  answers: {
    200: json({ type: 'object' }, 'The OpenAPI 3.1 document of this API.'),
  },
  handle: async () => getDocument(),
});

/** Every endpoint of the API, in the order of the OpenAPI document. */
export const endpoints: Endpoint[] = [
  ...overviewEndpoints,
  ...sourceEndpoints,
  ...scorecardEndpoints,
  ...historyEndpoints,
  ...syncDetailEndpoints,
  ...refreshEndpoints,
  ...branchEndpoints,
  ...steeringEndpoints,
  ...heldRemovalEndpoints,
  ...pullRequestEndpoints,
  ...apiRelationEndpoints,
  ...webhookEndpoints,
  ...schemaEndpoints,
  openApiEndpoint,
];

let document: OpenApiDocument | undefined;

function getDocument(): OpenApiDocument {
  document ??= createOpenApiDocument(endpoints);
  return document;
}
