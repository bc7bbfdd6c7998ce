import { ChangeProvenance } from './changes';
import { Unreadable } from './unreadable';

/**
 * An entity that refers to another one, or to an API that the other one provides, and so would
 * lose something if that were removed.
 *
 * @public
 */
export interface DependentEntity {
  /** Entity ref in lower case. */
  entityRef: string;
  /** Field of the dependent entity that holds the reference, for example `spec.consumesApis`. */
  field: string;
  /** The API that the reference is to, if it is not to the entity itself; an entity ref. */
  via?: string;
  /** Entity ref of the owner of the dependent entity. */
  owner?: string;
}

/**
 * A removal that the removal guard holds back.
 *
 * @public
 */
export interface HeldRemoval extends Unreadable {
  /** Entity ref in lower case. */
  entityRef: string;
  /** Id of the source that it comes from. */
  source: string;
  /** For example `API`. */
  kind: string;
  /** Entity ref of its owner; of a group, itself. */
  owner?: string;
  /** Path in the source of the file that the entity came from. */
  sourceFile: string;
  /** The rule that holds it, in words. */
  reason: string;
  /** Start of the sync that held it first; ISO 8601, UTC. */
  heldSince: string;
  /** Id of the sync that held it first. */
  heldBySyncId: string;
  /** The first 100 entities that refer to the entity, or to an API that it provides. */
  dependents: DependentEntity[];
  /** Number of all these entities. */
  dependentCount: number;
  /**
   * True if the catalog could not be asked which entities from elsewhere depend on it: then those of
   * the source are all that is known.
   */
  mayHaveOtherDependents?: boolean;
  /** The commits that dropped it, as far as they are known. */
  provenance?: ChangeProvenance;
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
