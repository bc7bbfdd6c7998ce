import { createStats, createSync } from '../__testUtils__';
import { listStaleKinds } from './staleKinds';

function retaining(retained: number) {
  return createStats({
    byType: {
      Group: {
        added: 0,
        updated: 0,
        removed: 0,
        unchanged: 10,
        retained,
        held: 0,
        total: 10,
      },
    },
  });
}

describe('listStaleKinds', () => {
  const complete = createSync({ id: 'complete', stats: retaining(0) });
  const corrupt = createSync({
    id: 'corrupt',
    status: 'PARTIAL_SUCCESS',
    stats: retaining(10),
  });

  it('names the latest sync that read all of a kind', () => {
    const older = { ...complete, id: 'older' };
    expect(
      listStaleKinds([corrupt, corrupt, complete, corrupt, older]),
    ).toEqual([{ kind: 'Group', retained: 10, total: 10, readBy: complete }]);
  });

  it('looks at what was applied, not at what failed', () => {
    const failed = createSync({ status: 'FAILURE', stats: retaining(0) });
    expect(listStaleKinds([failed, corrupt, failed])).toEqual([
      { kind: 'Group', retained: 10, total: 10, readBy: undefined },
    ]);
  });

  it('has none where everything could be read', () => {
    expect(listStaleKinds([complete, corrupt])).toEqual([]);
    expect(listStaleKinds([])).toEqual([]);
  });
});
