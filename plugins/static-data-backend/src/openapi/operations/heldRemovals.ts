import {
  emptyQuerySchema,
  heldRemovalApprovalBodySchema,
  staticDataSyncOverridePermission,
  staticDataSyncReadPermission,
} from '@internal/plugin-static-data-common';
import { Operation } from '../Operation';

export const heldRemovalOperations: Operation[] = [
  {
    method: 'get',
    path: '/held-removals',
    operationId: 'listHeldRemovals',
    tag: 'Held removals',
    summary: 'What is held, and who depends on it',
    permission: staticDataSyncReadPermission,
    query: emptyQuerySchema,
    answers: {
      200: {
        description: 'All of them.',
        content: { 'application/json': 'HeldRemovalList' },
      },
    },
  },
  {
    method: 'post',
    path: '/held-removals/approve',
    operationId: 'approveHeldRemovals',
    tag: 'Held removals',
    summary: 'Let held removals through, once',
    description: 'If one of them is not held, none is approved. Audited.',
    permission: staticDataSyncOverridePermission,
    query: emptyQuerySchema,
    body: { schema: heldRemovalApprovalBodySchema, required: true },
    answers: {
      200: {
        description: 'The next sync carries them out.',
        content: { 'application/json': 'HeldRemovalApproval' },
      },
    },
  },
];
