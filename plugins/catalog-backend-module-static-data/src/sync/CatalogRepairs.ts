import { listFirst, pluralize } from '@internal/plugin-static-data-common';
import { Drift, DriftFinder, NO_DRIFT } from '../apply/DriftFinder';
import { planRepair, Repair } from '../apply/planRepair';
import { askCatalog } from './askCatalog';
import { RunningSync } from './RunningSync';
import { SyncLog } from './SyncLog';

const MAX_NAMED_REFS = 5;

const TIMEOUT_MS = 60_000;

/** Plans in every sync what to do about the catalog where it is not what it should be. */
export class CatalogRepairs {
  readonly #driftFinder: DriftFinder;
  /** Whether this process has looked at what the catalog has. */
  #hasLooked = false;

  constructor(options: ConstructorParameters<typeof DriftFinder>[0]) {
    this.#driftFinder = new DriftFinder(options);
  }

  /** @param changedRefs - what the sync adds, updates or removes in any case */
  async plan(sync: RunningSync, changedRefs: Set<string>): Promise<Repair> {
    const everything = sync.trigger.full === true;
    const drift = await sync.run('CATALOG_APPLY', () =>
      askCatalog(sync, {
        timeoutMs: TIMEOUT_MS,
        consequence:
          'Could not check whether the catalog still has all entities; the next sync checks again',
        ask: () =>
          this.#driftFinder.find({
            everything,
            // The catalog may have lost it while this process did not run.
            pendingToo: everything || !this.#hasLooked,
          }),
      }),
    );
    this.#hasLooked ||= drift !== undefined;
    const repair = planRepair(drift ?? NO_DRIFT, changedRefs);
    if (drift) {
      logDrift(sync.log, drift, repair);
    }
    return repair;
  }

  /** Notes what was removed as planned: see {@link DriftFinder.noteRemoved}. */
  noteRemoved(entityRefs: string[]): void {
    this.#driftFinder.noteRemoved(entityRefs);
  }
}

function logDrift(log: SyncLog, drift: Drift, repair: Repair): void {
  const tell = (
    level: 'info' | 'warn',
    refs: string[],
    singular: string,
    plural: string,
  ) => {
    if (refs.length > 0) {
      const named = listFirst(refs, MAX_NAMED_REFS);
      log[level](`${pluralize(refs.length, singular, plural)}: ${named}`);
    }
  };
  tell(
    'warn',
    refsOf(drift.missing),
    'entity is missing from the catalog and sent again',
    'entities are missing from the catalog and sent again',
  );
  tell(
    'warn',
    refsOf(drift.outdated),
    'entity is in the catalog in another version and sent again',
    'entities are in the catalog in another version and sent again',
  );
  tell(
    'warn',
    repair.removedRefs,
    'entity is in the catalog although the source does not have it any more, and removed',
    'entities are in the catalog although the source does not have them any more, and removed',
  );
  tell(
    'info',
    refsOf(repair.refused),
    'entity that the catalog refused is sent again',
    'entities that the catalog refused are sent again',
  );
}

function refsOf(entries: Array<{ entityRef: string }>): string[] {
  return entries.map(({ entityRef }) => entityRef);
}
