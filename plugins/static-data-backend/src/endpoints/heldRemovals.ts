import { InputError } from '@backstage/errors';
import {
  escapeControls,
  HeldRemoval,
  HeldRemovalApproval,
  heldRemovalApprovalBodySchema,
  HeldRemovalList,
  listFirst,
  pluralize,
  sourceQuerySchema,
  staticDataSyncOverridePermission,
  staticDataSyncReadPermission,
} from '@internal/plugin-static-data-common';
import { defineEndpoint, Endpoint, json } from '../http/Endpoint';
import { UNKNOWN_SOURCE } from '../service/SourceService';

/** Enough for an audit: the answer and the changes of the next sync list all of them. */
const MAX_AUDITED_REFS = 100;
const MAX_REFS_IN_MESSAGE = 5;

export const heldRemovalEndpoints: Endpoint[] = [
  defineEndpoint('get', '/held-removals', {
    operationId: 'listHeldRemovals',
    tag: 'Held removals',
    summary: 'What is held, and who depends on it',
    permission: staticDataSyncReadPermission,
    query: sourceQuerySchema,
    answers: { 200: json('HeldRemovalList', 'All of them.') },
    refusals: { 404: UNKNOWN_SOURCE },
    async handle({ query, services }): Promise<HeldRemovalList> {
      const { heldRemovals } = await services.sources.openStore(query.source);
      return { heldRemovals: await heldRemovals.list() };
    },
  }),
  defineEndpoint('post', '/held-removals/approve', {
    operationId: 'approveHeldRemovals',
    tag: 'Held removals',
    summary: 'Approve held removals',
    description:
      'If one of them is not held, or its source has left the configuration, none is approved. Audited.',
    permission: staticDataSyncOverridePermission,
    body: {
      schema: heldRemovalApprovalBodySchema,
      required: true,
      limit: '1mb',
    },
    audit: { eventId: 'held-removals-approve', severityLevel: 'high' },
    answers: {
      200: json(
        'HeldRemovalApproval',
        'The next sync of their source carries them out.',
      ),
    },
    refusals: { 409: 'The source of one of them has left the configuration.' },
    async handle(request): Promise<HeldRemovalApproval> {
      const { body, services, caller, concern, succeed } = request;
      const { heldRemovals } = services.store;
      const { entityRefs } = body;
      const held = await heldRemovals.list();
      const sources = listSources(entityRefs, held);
      concern({ sources });
      assertHeld(entityRefs, held);
      services.sources.assertSynchronised(sources);
      // Fewer than requested, if a sync that ends right now no longer holds some of them.
      const approved = await heldRemovals.approve(entityRefs, caller);
      await succeed({
        count: approved.length,
        entityRefs: approved.slice(0, MAX_AUDITED_REFS),
      });
      return {
        message: pluralize(
          approved.length,
          'removal is approved: the next sync carries it out',
          'removals are approved: the next sync carries them out',
        ),
        approved,
        approvedBy: caller,
        timestamp: new Date().toISOString(),
      };
    },
  }),
];

/** The sources of the entities that are held. */
function listSources(entityRefs: string[], held: HeldRemoval[]): string[] {
  const named = new Set(entityRefs);
  const sources = held
    .filter(({ entityRef }) => named.has(entityRef))
    .map(({ source }) => source);
  return [...new Set(sources)].sort();
}

function assertHeld(entityRefs: string[], held: HeldRemoval[]): void {
  const heldRefs = new Set(held.map(({ entityRef }) => entityRef));
  const unknownRefs = entityRefs.filter(ref => !heldRefs.has(ref));
  if (unknownRefs.length > 0) {
    const names = escapeControls(listFirst(unknownRefs, MAX_REFS_IN_MESSAGE));
    throw new InputError(
      `Invalid request: entityRefs: ${names} ${
        unknownRefs.length === 1 ? 'has' : 'have'
      } no held removal; nothing was approved`,
    );
  }
}
