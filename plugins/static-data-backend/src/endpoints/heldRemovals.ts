import {
  HeldRemovalApproval,
  heldRemovalApprovalBodySchema,
  HeldRemovalList,
  staticDataSyncOverridePermission,
  staticDataSyncReadPermission,
} from '@internal/plugin-static-data-common';
import { defineEndpoint, Endpoint, json } from '../http/Endpoint';
import { approveHeldRemovals } from '../service/approveHeldRemovals';

/** Enough to see what it was about; the answer and the next sync's changes have all of them. */
const MAX_AUDITED_REFS = 100;

export const heldRemovalEndpoints: Endpoint[] = [
  defineEndpoint({
    method: 'get',
    path: '/held-removals',
    operationId: 'listHeldRemovals',
    tag: 'Held removals',
    summary: 'What is held, and who depends on it',
    permission: staticDataSyncReadPermission,
    answers: { 200: json('HeldRemovalList', 'All of them.') },
    handle: async ({ services }): Promise<HeldRemovalList> => ({
      heldRemovals: await services.store.heldRemovals.list(),
    }),
  }),
  defineEndpoint({
    method: 'post',
    path: '/held-removals/approve',
    operationId: 'approveHeldRemovals',
    tag: 'Held removals',
    summary: 'Let held removals through, once',
    description: 'If one of them is not held, none is approved. Audited.',
    permission: staticDataSyncOverridePermission,
    body: {
      schema: heldRemovalApprovalBodySchema,
      required: true,
      limit: '1mb',
    },
    audit: { eventId: 'held-removals-approve', severityLevel: 'high' },
    answers: {
      200: json('HeldRemovalApproval', 'The next sync carries them out.'),
    },
    async handle(request): Promise<HeldRemovalApproval> {
      const { body, services, caller, succeed } = request;
      const approval = await approveHeldRemovals(services.store.heldRemovals, {
        entityRefs: body.entityRefs,
        approvedBy: caller.name,
      });
      const { approved } = approval;
      await succeed({
        count: approved.length,
        entityRefs: approved.slice(0, MAX_AUDITED_REFS),
      });
      return approval;
    },
  }),
];
