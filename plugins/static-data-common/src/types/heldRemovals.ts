/**
 * An entity that refers to another one, whose removal would break the reference.
 *
 * @public
 */
export interface DependentEntity {
  /** Entity ref in lower case. */
  entityRef: string;
  /** Field of the dependent entity that holds the reference, for example `spec.consumesApis`. */
  field: string;
  /** Entity ref of the owner of the dependent entity. */
  owner?: string;
}

/**
 * A removal that the removal guard holds back.
 *
 * @public
 */
export interface HeldRemoval {
  /** Entity ref in lower case. */
  entityRef: string;
  /** For example `API`. */
  kind: string;
  /** Path in the source of the file that the entity came from. */
  sourceFile: string;
  /** The rule that holds it, in words. */
  reason: string;
  /** Start of the sync that held it first; ISO 8601, UTC. */
  heldSince: string;
  /** Id of the sync that held it first. */
  heldBySyncId: string;
  /** The first 100 entities that refer to the entity. */
  dependents: DependentEntity[];
  /** Number of all entities that refer to the entity. */
  dependentCount: number;
  /** Who approved it; the next sync removes the entity. */
  approvedBy?: string;
  /** ISO 8601, UTC. */
  approvedAt?: string;
}

/**
 * All removals that are held.
 *
 * @public
 */
export interface HeldRemovalList {
  heldRemovals: HeldRemoval[];
}

/**
 * Answer to an approval of held removals.
 *
 * @public
 */
export interface HeldRemovalApproval {
  message: string;
  /** Entity refs of the removals that the next sync carries out. */
  approved: string[];
  approvedBy: string;
  /** ISO 8601, UTC. */
  timestamp: string;
}
