import { Entity } from '@backstage/catalog-model';
import partition from 'lodash/partition';
import { pluralize } from '@internal/plugin-static-data-common';
import { SnapshotEntry } from '../diff/diffSnapshot';
import { ANNOTATION_SOURCE_FILE } from '../entities/createEntity';

/**
 * Limits beyond which removals look like an accident.
 *
 * @public
 */
export interface RemovalLimits {
  /** Share of the applied entities, in total or of one kind, in percent. */
  maxRemovalPercent: number;
  /** Fewer removals than this are never held by their share. */
  minRemovals: number;
}

/**
 * The entity refs of removals that were held before.
 *
 * @public
 */
export interface KnownRemovals {
  /** Held by an earlier sync, and not approved. */
  held: Set<string>;
  /** Held by an earlier sync, and approved by a person. */
  approved: Set<string>;
}

/**
 * A removal that the guard holds, with the rule that holds it, in words.
 *
 * @public
 */
export interface HeldEntry extends SnapshotEntry {
  reason: string;
}

/**
 * What the guard allows, what it holds, and why.
 *
 * @public
 */
export interface GuardVerdict {
  allowed: SnapshotEntry[];
  held: HeldEntry[];
  /** One sentence for every rule that held something. */
  reasons: string[];
}

const DAMAGED = 'what the database has of it is damaged';

const HELD_BEFORE = 'held since an earlier sync, and not approved';

/**
 * Holds removals that look like an accident: too many of all entities holds all of
 * them; too many of one kind, or the last ones of a kind, holds those of the kind. What
 * an earlier sync held stays held, whatever the limits say now.
 *
 * What a person approved passes. It counts as gone already: neither as a removal, nor as an
 * entity that a share is taken of, nor as one that is left of its kind.
 *
 * @param applied - the snapshot before the sync
 * @param added - kinds of the entities that the sync adds, so that a kind that is
 * replaced as a whole does not count as emptied
 * @public
 */
export function guardRemovals(
  applied: SnapshotEntry[],
  removals: SnapshotEntry[],
  added: { kind: string }[],
  limits: RemovalLimits,
  known: KnownRemovals,
): GuardVerdict {
  const gone = new Set(
    removals
      .map(({ entityRef }) => entityRef)
      .filter(entityRef => known.approved.has(entityRef)),
  );
  const isLeft = ({ entityRef }: SnapshotEntry) => !gone.has(entityRef);
  const rules = findHoldingRules(
    applied.filter(isLeft),
    removals.filter(isLeft),
    added,
    limits,
  );

  const allowed: SnapshotEntry[] = [];
  const held: HeldEntry[] = [];
  let heldBefore = 0;
  for (const entry of removals) {
    const rule = rules.all ?? rules.byKind.get(entry.kind);
    if (gone.has(entry.entityRef)) {
      allowed.push(entry);
    } else if (rule) {
      held.push({ ...entry, reason: rule });
    } else if (known.held.has(entry.entityRef)) {
      held.push({ ...entry, reason: HELD_BEFORE });
      heldBefore += 1;
    } else {
      allowed.push(entry);
    }
  }

  const reasons = rules.all ? [rules.all] : [...rules.byKind.values()];
  if (heldBefore > 0) {
    reasons.push(
      `${pluralize(heldBefore, 'removal is', 'removals are')} ${HELD_BEFORE}`,
    );
  }
  return { allowed, held, reasons };
}

/**
 * Holds the removals of what is damaged in the store, unless a person approved them: a removal must
 * follow from what the source says, not from what the store has forgotten.
 *
 * @param stored - the entities of the removals by entity ref, as far as the store has them
 * @public
 */
export function holdDamaged(
  verdict: GuardVerdict,
  stored: Map<string, Entity>,
  known: Pick<KnownRemovals, 'approved'>,
): GuardVerdict {
  const [damaged, allowed] = partition(
    verdict.allowed,
    ({ entityRef, kind, sourceFile }) => {
      const entity = stored.get(entityRef);
      const { annotations = {} } = entity?.metadata ?? {};
      return (
        !known.approved.has(entityRef) &&
        (entity?.kind !== kind ||
          annotations[ANNOTATION_SOURCE_FILE] !== sourceFile)
      );
    },
  );
  return damaged.length === 0
    ? verdict
    : {
        allowed,
        held: [
          ...verdict.held,
          ...damaged.map(entry => ({ ...entry, reason: DAMAGED })),
        ],
        reasons: [
          ...verdict.reasons,
          `what the database has of ${pluralize(
            damaged.length,
            'entity',
            'entities',
          )} that would be removed is damaged`,
        ],
      };
}

/** The rules that hold removals: one for all of them, or one for a kind. */
function findHoldingRules(
  applied: SnapshotEntry[],
  removals: SnapshotEntry[],
  added: { kind: string }[],
  limits: RemovalLimits,
): { all?: string; byKind: Map<string, string> } {
  const isTooMany = (removed: number, total: number) =>
    removed >= Math.max(limits.minRemovals, 1) &&
    removed > (total * limits.maxRemovalPercent) / 100;

  const byKind = new Map<string, string>();
  if (isTooMany(removals.length, applied.length)) {
    return {
      all: `${removals.length} of ${applied.length} entities would be removed, more than ${limits.maxRemovalPercent}%`,
      byKind,
    };
  }
  const appliedByKind = countByKind(applied);
  const addedByKind = countByKind(added);
  for (const [kind, removed] of countByKind(removals)) {
    const total = appliedByKind.get(kind) ?? 0;
    if (removed === total && !addedByKind.has(kind)) {
      byKind.set(
        kind,
        total === 1
          ? `the last entity of kind ${kind} would be removed`
          : `all ${total} entities of kind ${kind} would be removed`,
      );
    } else if (isTooMany(removed, total)) {
      byKind.set(
        kind,
        `${removed} of ${total} entities of kind ${kind} would be removed, more than ${limits.maxRemovalPercent}%`,
      );
    }
  }
  return { byKind };
}

function countByKind(entries: { kind: string }[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { kind } of entries) {
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return counts;
}
