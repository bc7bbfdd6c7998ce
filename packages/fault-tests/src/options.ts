import { parseArgs } from 'node:util';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    syncs: { type: 'string', default: '100' },
    replicas: { type: 'string', default: '2' },
  },
});

/** One of them must be in the name of a scenario; all scenarios if there are none. */
export const FILTERS: string[] = positionals;

/** How many syncs the soak has. */
export const SOAK_SYNCS = Number(values.syncs);

/** How many processes share a database where they compete for syncs, or are killed at random. */
export const REPLICAS = Number(values.replicas);
