import { Span, Timeline } from './Timeline';

/** The longest time for which the event loop was blocked by something other than the catalog. */
export interface OwnBlock {
  ms: number;
  /** The phase, or the call of the store, that took most of it. */
  where: string;
}

/**
 * Finds the longest block of the event loop, not counting the time that the catalog's own
 * mutation takes of it.
 */
export function findLongestOwnBlock(
  blocks: Span[],
  timeline: Timeline,
): OwnBlock {
  let longest: OwnBlock = { ms: 0, where: '-' };
  for (const block of blocks) {
    const own = toOwnBlock(block, timeline);
    if (own.ms > longest.ms) {
      longest = own;
    }
  }
  return longest;
}

function toOwnBlock(block: Span, timeline: Timeline): OwnBlock {
  const { mutations, storeCalls, phases } = timeline;
  const boundaries = [
    block.start,
    block.end,
    ...[...mutations, ...storeCalls].flatMap(({ start, end }) => [start, end]),
    ...phases.map(({ start }) => start),
  ]
    .filter(time => time >= block.start && time <= block.end)
    .sort((a, b) => a - b);

  let ms = 0;
  const shares = new Map<string, number>();
  for (let index = 1; index < boundaries.length; index += 1) {
    const middle = (boundaries[index - 1] + boundaries[index]) / 2;
    const length = boundaries[index] - boundaries[index - 1];
    if (!mutations.some(span => includes(span, middle))) {
      const where =
        storeCalls.find(span => includes(span, middle))?.name ??
        phases.findLast(({ start }) => start <= middle)?.name ??
        'start';
      shares.set(where, (shares.get(where) ?? 0) + length);
      ms += length;
    }
  }
  const [largest] = [...shares].sort(([, a], [, b]) => b - a);
  return { ms, where: largest?.[0] ?? '-' };
}

function includes({ start, end }: Span, time: number): boolean {
  return start <= time && time <= end;
}
