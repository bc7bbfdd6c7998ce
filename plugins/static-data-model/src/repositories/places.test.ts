import { listPlaces } from './places';

const pay = { owner: 'acme', name: 'pay' };

describe('listPlaces', () => {
  it('lists what can be branch and folder, the shortest branch first', () => {
    expect(listPlaces({ ...pay, refAndPath: 'a/b/c' })).toEqual([
      { ref: 'a', path: 'b/c' },
      { ref: 'a/b', path: 'c' },
      { ref: 'a/b/c', path: '' },
    ]);
    expect(listPlaces({ ...pay, refAndPath: 'a/b', path: 'x' })).toEqual([
      { ref: 'a', path: 'x' },
      { ref: 'a/b', path: 'x' },
    ]);
    expect(listPlaces({ ...pay, ref: 'a/b' })).toEqual([
      { ref: 'a/b', path: '' },
    ]);
    expect(listPlaces(pay)).toEqual([{ path: '' }]);
  });
});
