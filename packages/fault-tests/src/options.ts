import { parseArgs } from 'node:util';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    syncs: { type: 'string', default: '100' },
    replicas: { type: 'string', default: '2' },
    sources: { type: 'string', default: '6' },
    entities: { type: 'string', default: '50' },
  },
});

/** One of them must be in the name of a scenario; all scenarios if there are none. */
export const FILTERS: string[] = positionals;

/** How many syncs the soak has. */
export const SOAK_SYNCS = Number(values.syncs);

/** How many processes share a database where they compete for syncs, or are killed at random. */
export const REPLICAS = Number(values.replicas);

/** How many sources there are where there are many. */
export const SOURCES = Number(values.sources);

/** How many entities each of them has. */
export const ENTITIES = Number(values.entities);
