import { Phase } from './types';

/** Ours against plain: the ratio that is to be reached at most. */
export const TIME_TARGETS: Record<
  Phase,
  { ratio: number; fromEntities: number }
> = {
  'first sync': { ratio: 1.2, fromEntities: 0 },
  'unchanged commit': { ratio: 0.05, fromEntities: 0 },
  '1 % changed': { ratio: 0.2, fromEntities: 10_000 },
};

/** Ours against plain: the ratio of the largest resident set sizes. */
export const MEMORY_TARGET = 1.3;

/** For how long our own code may block the event loop, with how many entities. */
export const BLOCK_TARGET = { ms: 50, entities: 10_000 };
