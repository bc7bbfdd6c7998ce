import { toBatches } from './toBatches';

describe('toBatches', () => {
  const limits = { items: 3, length: 10 };
  const divide = (lengths: number[]) =>
    toBatches(lengths, length => length, limits);

  it.each([
    ['nothing', [], []],
    ['a number of items', [1, 1, 1, 1], [[1, 1, 1], [1]]],
    ['a length', [5, 5, 1], [[5, 5], [1]]],
    [
      'items that are too long for any batch',
      [1, 11, 11, 1],
      [[1], [11], [11], [1]],
    ],
    ['items without length', [0, 0, 0, 0], [[0, 0, 0], [0]]],
  ])('divides %s', (_, lengths, batches) => {
    expect(divide(lengths)).toEqual(batches);
  });
});
