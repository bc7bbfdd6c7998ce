import { InputError } from '@backstage/errors';
import {
  HeldRemovalApproval,
  listFirst,
} from '@internal/plugin-static-data-common';
import { HeldRemovalStore } from '@internal/plugin-static-data-node';

const MAX_REFS_IN_MESSAGE = 5;

/**
 * Lets held removals through, or none of them if one is not held.
 *
 * @throws InputError that names what is not held
 */
export async function approveHeldRemovals(
  heldRemovals: HeldRemovalStore,
  request: { entityRefs: string[]; approvedBy: string },
): Promise<HeldRemovalApproval> {
  const { entityRefs, approvedBy } = request;
  const held = await heldRemovals.list();
  const heldRefs = new Set(held.map(({ entityRef }) => entityRef));
  const unknownRefs = entityRefs.filter(ref => !heldRefs.has(ref));
  if (unknownRefs.length > 0) {
    throw new InputError(
      `Invalid request: entityRefs: ${describeUnknown(
        unknownRefs,
      )}; nothing was approved`,
    );
  }
  // Fewer than asked for, if a sync that ends right now has seen some of them healed.
  const approved = await heldRemovals.approve(entityRefs, approvedBy);
  return {
    message: describeApproval(approved.length),
    approved,
    approvedBy,
    timestamp: new Date().toISOString(),
  };
}

function describeUnknown(refs: string[]): string {
  return `no removal is held of ${listFirst(refs, MAX_REFS_IN_MESSAGE)}`;
}

function describeApproval(count: number): string {
  return count === 1
    ? '1 removal is approved: the next sync carries it out'
    : `${count} removals are approved: the next sync carries them out`;
}
