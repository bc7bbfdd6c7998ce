import { HeldRemoval } from '@internal/plugin-static-data-common';

/**
 * Removals that the guard holds back.
 *
 * @public
 */
export interface HeldRemovalStore {
  /** All of them, in the order of their entity refs. */
  list(): Promise<HeldRemoval[]>;
  /** Number of those that nobody has approved. */
  countUnapproved(): Promise<number>;
  /**
   * Lets removals through that are held; those approved before keep their first approval.
   *
   * @returns the refs of those that are held, of the ones asked for
   */
  approve(entityRefs: string[], approvedBy: string): Promise<string[]>;
}
