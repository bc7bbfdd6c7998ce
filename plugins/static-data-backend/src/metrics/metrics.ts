/** What may keep a source from being brought up to date. */
export const STEERED_STATES = ['pinned', 'paused', 'manual'] as const;

/**
 * The metrics of the plugin, by what they measure; each of every source by its own. The names include the unit, because not every
 * exporter adds it.
 */
export const METRICS = {
  syncs: {
    type: 'counter',
    name: 'static_data.syncs',
    description: 'Syncs that ended, by outcome and trigger',
    unit: '{sync}',
  },
  phaseDuration: {
    type: 'histogram',
    name: 'static_data.sync.phase.duration_seconds',
    description: 'How long the phases of syncs took, by phase',
    unit: 's',
  },
  errors: {
    type: 'counter',
    name: 'static_data.sync.errors',
    description:
      'Syncs with errors, by code; one with several of a code counts once',
    unit: '{sync}',
  },
  changes: {
    type: 'counter',
    name: 'static_data.changes',
    description:
      'Entities that syncs changed in the catalog, by type of change',
    unit: '{entity}',
  },
  entities: {
    type: 'gauge',
    name: 'static_data.entities',
    description: 'Entities that are kept in the catalog, by kind',
    unit: '{entity}',
  },
  heldRemovals: {
    type: 'gauge',
    name: 'static_data.held_removals',
    description: 'Removals that are held back and not approved',
    unit: '{entity}',
  },
  problemEntities: {
    type: 'gauge',
    name: 'static_data.problem_entities',
    description:
      'Entities that the catalog has lost or refuses, by problem: missing or refused',
    unit: '{entity}',
  },
  dataAge: {
    type: 'gauge',
    name: 'static_data.data.age_seconds',
    description: 'Time since the start of the latest sync that was applied',
    unit: 's',
  },
  steered: {
    type: 'gauge',
    name: 'static_data.steered',
    description:
      'Whether the source is pinned, paused (by a person or a maintenance window) or manual (synchronised by hand only), by state; 0 or 1',
    unit: '{source}',
  },
  queueLength: {
    type: 'gauge',
    name: 'static_data.refresh_queue.length',
    description: 'Requests for syncs that are waiting',
    unit: '{request}',
  },
} as const;

/** Seconds: from a source that has not changed to the first read of a large one. */
export const PHASE_DURATION_BUCKETS = [
  0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 120, 300, 600,
];
