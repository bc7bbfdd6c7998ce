import { toTags } from './toTags';

describe('toTags', () => {
  it.each([
    [
      ['java', 'c++', 'c#'],
      ['java', 'c++', 'c#'],
    ],
    [['Spring Boot', 'spring_boot'], ['spring-boot']],
    [['-- a..b --'], ['a-b']],
    [['Zürich'], ['z-rich']],
    [['!', ' '], []],
    [['x'.repeat(70)], ['x'.repeat(63)]],
    [[`${'x'.repeat(62)} y`], ['x'.repeat(62)]],
  ])('makes %j valid', (texts, tags) => {
    expect(toTags(texts)).toEqual(tags);
  });
});
