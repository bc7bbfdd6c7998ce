import leven from 'leven';
import { createSuggester, NamedEntity, toNameKey } from './suggestNames';

jest.mock('leven', () => jest.fn(jest.requireActual<typeof leven>('leven')));

const compare = leven as jest.MockedFunction<typeof leven>;

function squads(count: number): NamedEntity[] {
  return Array.from({ length: count }, (_, index) => ({
    kind: 'Group',
    // Letters, as names that differ in numbers alone are not meant by each other.
    name: `payments-${index
      .toString(26)
      .replace(/[0-9]/g, digit => 'qrstuvwxyz'[Number(digit)])}`,
  }));
}

describe('createSuggester', () => {
  beforeEach(() => {
    compare.mockClear();
  });

  it('finds a name for a title, and the nearest name for one that is misspelt', () => {
    const suggest = createSuggester(() => [
      { kind: 'Group', name: 'payments-squad', title: 'The Payers' },
      { kind: 'Group', name: 'orders-squad' },
    ]);
    expect(suggest('group', 'the payers')).toBe('payments-squad');
    expect(suggest('Group', 'paymnts-squad')).toBe('payments-squad');
    expect(suggest('Group', 'something else')).toBeUndefined();
    expect(suggest('System', 'payments-squad')).toBeUndefined();
  });

  it('compares a text with 2,000 names at most, and all texts with 5,000', () => {
    const suggest = createSuggester(() => squads(10_000));
    suggest('Group', 'payment-abc');
    expect(compare.mock.calls.length).toBeLessThanOrEqual(2_000);
    for (let asked = 0; asked < 100; asked += 1) {
      suggest('Group', 'payment-abc');
    }
    expect(compare.mock.calls.length).toBeGreaterThan(4_000);
    expect(compare.mock.calls.length).toBeLessThanOrEqual(5_000);
  });
});

describe('toNameKey', () => {
  it.each([
    ['Payment Core', 'paymentcore'],
    ['payment-core', 'paymentcore'],
    [' PaymentCore! ', 'paymentcore'],
    ['release 1-2', 'release1-2'],
    ['release 12', 'release12'],
    ['1.2.3', '1-2-3'],
  ])('of %s is %s', (text, key) => {
    expect(toNameKey(text)).toBe(key);
  });
});
