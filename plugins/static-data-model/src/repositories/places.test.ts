import { listPlaces } from './places';

const pay = { owner: 'acme', name: 'pay' };

describe('listPlaces', () => {
  it('lists what can be branch and folder, the shortest branch first', () => {
    expect(listPlaces({ ...pay, refAndPath: 'a/b/c' })).toEqual([
      { ref: 'a', path: 'b/c' },
      { ref: 'a/b', path: 'c' },
      { ref: 'a/b/c', path: '' },
    ]);
    // The folder beside it may be below that of the address.
    expect(listPlaces({ ...pay, refAndPath: 'a/b', path: 'x' })).toEqual([
      { ref: 'a', path: 'b/x' },
      { ref: 'a', path: 'x' },
      { ref: 'a/b', path: 'x' },
    ]);
    expect(listPlaces({ ...pay, refAndPath: 'a/b', path: 'b/x' })).toEqual([
      { ref: 'a', path: 'b/x' },
      { ref: 'a/b', path: 'b/x' },
    ]);
    // Another branch does not change the folder.
    expect(listPlaces({ ...pay, refAndPath: 'a/b/c', ref: 'v2' })).toEqual([
      { ref: 'v2', path: 'b/c' },
      { ref: 'v2', path: 'c' },
    ]);
    expect(listPlaces({ ...pay, ref: 'a/b' })).toEqual([
      { ref: 'a/b', path: '' },
    ]);
    expect(listPlaces(pay)).toEqual([{ path: '' }]);
  });
});
