import { findLongestOwnBlock } from './findLongestOwnBlock';
import { Span, Timeline } from './Timeline';

const span = (start: number, end: number, name = 'block'): Span => ({
  name,
  start,
  end,
});

function timelineOf(parts: {
  phases?: [string, number][];
  mutations?: Span[];
  storeCalls?: Span[];
}): Timeline {
  const timeline = new Timeline();
  timeline.mutations.push(...(parts.mutations ?? []));
  timeline.storeCalls.push(...(parts.storeCalls ?? []));
  timeline.phases.push(
    ...(parts.phases ?? []).map(([name, start]) => ({ name, start })),
  );
  return timeline;
}

describe('findLongestOwnBlock', () => {
  it('names the phase that was running', () => {
    const timeline = timelineOf({
      phases: [
        ['FETCH', 0],
        ['PARSE', 100],
      ],
    });
    const blocks = [span(10, 30), span(120, 165)];
    expect(findLongestOwnBlock(blocks, timeline)).toEqual({
      ms: 45,
      where: 'PARSE',
    });
  });

  it('leaves out what the catalog takes, before and after which our own code counts', () => {
    const timeline = timelineOf({
      phases: [
        ['DIFF', 0],
        ['CATALOG_APPLY', 20],
        ['RECORD', 520],
      ],
      mutations: [span(22, 520)],
    });
    expect(findLongestOwnBlock([span(10, 530)], timeline)).toEqual({
      ms: 22,
      where: 'DIFF',
    });
  });

  it('names the call of the store in which most of the block fell', () => {
    const timeline = timelineOf({
      phases: [['RECORD', 0]],
      storeCalls: [span(5, 10, 'lease.heartbeat'), span(12, 60, 'complete')],
    });
    expect(findLongestOwnBlock([span(0, 50)], timeline)).toEqual({
      ms: 50,
      where: 'complete',
    });
  });

  it('is nothing where the catalog alone blocked', () => {
    const timeline = timelineOf({ mutations: [span(0, 100)] });
    expect(findLongestOwnBlock([span(10, 90)], timeline)).toEqual({
      ms: 0,
      where: '-',
    });
  });
});
