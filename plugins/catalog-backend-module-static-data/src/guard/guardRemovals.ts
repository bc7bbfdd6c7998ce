import { SnapshotEntry } from '@internal/plugin-static-data-node';

/** When removals look like an accident. */
export interface RemovalLimits {
  /** Share of the applied entities, in total or of one kind, in percent. */
  maxRemovalPercent: number;
  /** Fewer removals than this are never held by their share. */
  minRemovals: number;
}

/** What the guard lets through, what it holds, and why. */
export interface GuardVerdict {
  allowed: SnapshotEntry[];
  held: SnapshotEntry[];
  /** One sentence for every rule that held something. */
  reasons: string[];
}

/**
 * Holds removals that look like an accident: too many of all entities holds all of
 * them; too many of one kind, or the last ones of a kind, holds those of the kind.
 *
 * @param applied - the snapshot before the sync
 * @param added - kinds of the entities that the sync adds, so that a kind that is
 * replaced as a whole does not count as emptied
 */
export function guardRemovals(
  applied: SnapshotEntry[],
  removals: SnapshotEntry[],
  added: { kind: string }[],
  limits: RemovalLimits,
): GuardVerdict {
  const isTooMany = (removed: number, total: number) =>
    removed >= Math.max(limits.minRemovals, 1) &&
    removed > (total * limits.maxRemovalPercent) / 100;

  if (isTooMany(removals.length, applied.length)) {
    return {
      allowed: [],
      held: removals,
      reasons: [
        `${removals.length} of ${applied.length} entities would be removed, more than ${limits.maxRemovalPercent} %`,
      ],
    };
  }

  const appliedByKind = countByKind(applied);
  const addedByKind = countByKind(added);
  const heldKinds = new Set<string>();
  const reasons: string[] = [];
  for (const [kind, removed] of countByKind(removals)) {
    const total = appliedByKind.get(kind) ?? 0;
    if (removed === total && !addedByKind.has(kind)) {
      heldKinds.add(kind);
      reasons.push(`all ${total} entities of kind ${kind} would be removed`);
    } else if (isTooMany(removed, total)) {
      heldKinds.add(kind);
      reasons.push(
        `${removed} of ${total} entities of kind ${kind} would be removed, more than ${limits.maxRemovalPercent} %`,
      );
    }
  }
  return {
    allowed: removals.filter(entry => !heldKinds.has(entry.kind)),
    held: removals.filter(entry => heldKinds.has(entry.kind)),
    reasons,
  };
}

function countByKind(entries: { kind: string }[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { kind } of entries) {
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return counts;
}
