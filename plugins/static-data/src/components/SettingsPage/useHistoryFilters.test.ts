import {
  readHistoryFilters,
  toHistoryFilters,
  writeHistoryFilters,
} from './useHistoryFilters';

function read(query: string) {
  return readHistoryFilters(new URLSearchParams(query));
}

describe('readHistoryFilters', () => {
  it('reads every filter', () => {
    expect(
      read(
        'status=FAILURE,PARTIAL_SUCCESS&type=MANUAL&dryRun=false&changed=true&from=2026-05-01&to=2026-05-04T12:00:00%2B02:00&q=jane',
      ),
    ).toEqual({
      status: ['PARTIAL_SUCCESS', 'FAILURE'],
      syncType: 'MANUAL',
      dryRun: false,
      changed: true,
      from: '2026-05-01T00:00:00.000Z',
      to: '2026-05-04T10:00:00.000Z',
      q: 'jane',
    });
  });

  it('has none where the address names none', () => {
    expect(read('period=7d')).toEqual({});
  });

  it.each([
    'status=DONE',
    'type=OTHER',
    'dryRun=maybe',
    'changed=1',
    'from=yesterday',
    'q=',
  ])('leaves out what the backend would refuse: %s', query => {
    expect(read(query)).toEqual({});
  });

  it('leaves out the end of a range that ends before it begins', () => {
    expect(read('from=2026-05-04&to=2026-05-04')).toEqual({
      from: '2026-05-04T00:00:00.000Z',
    });
  });

  it('has a time up to now in place of a range', () => {
    expect(read('within=7d&from=2026-05-04&to=2026-05-05')).toEqual({
      within: '7d',
    });
    expect(
      toHistoryFilters(
        { within: '24h', changed: true },
        new Date('2026-05-04T12:30:00.000Z'),
      ),
    ).toEqual({ changed: true, from: '2026-05-03T12:30:00.000Z' });
  });

  it('has the source, if it is one that can be chosen', () => {
    const parameters = new URLSearchParams('source=payments');
    expect(readHistoryFilters(parameters, ['core', 'payments'])).toEqual({
      source: 'payments',
    });
    expect(readHistoryFilters(parameters, ['core'])).toEqual({});
    expect(readHistoryFilters(parameters)).toEqual({});
  });

  it('cuts a text that is too long to look for', () => {
    expect(read(`q=${'a'.repeat(201)}`).q).toHaveLength(200);
  });
});

describe('writeHistoryFilters', () => {
  it('writes what can be read again', () => {
    const filters = {
      source: 'payments',
      status: ['FAILURE' as const],
      syncType: 'PUSH' as const,
      dryRun: true,
      changed: false,
      from: '2026-05-01T00:00:00.000Z',
      to: '2026-05-04T10:00:00.000Z',
      q: 'a&b=c',
    };
    const written = writeHistoryFilters(new URLSearchParams(), filters);

    expect(readHistoryFilters(written, ['payments'])).toEqual(filters);
  });

  it('takes away the filters that are gone, and nothing else', () => {
    const written = writeHistoryFilters(
      new URLSearchParams(
        'period=7d&q=jane&source=core&status=FAILURE&page=3&cursor=abc',
      ),
      { q: 'joe' },
    );

    expect(written.toString()).toBe('period=7d&q=joe');
  });
});
