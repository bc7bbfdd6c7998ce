import { textList } from './recordFields';

describe('textList', () => {
  it('does not split a text into more elements than it takes', () => {
    const split = jest.spyOn(String.prototype, 'split');
    const { error } = textList.safeParse('a,'.repeat(20_000));
    const [{ value: parts }] = split.mock.results;
    split.mockRestore();
    expect(parts).toHaveLength(10_001);
    expect(error?.issues[0].message).toBe('must have at most 10000 elements');
  });

  it('takes as many elements as are allowed', () => {
    const texts = Array.from({ length: 10_000 }, (_, i) => `a${i}`);
    expect(textList.parse(texts.join(','))).toEqual(texts);
    expect(textList.parse(texts)).toEqual(texts);
  });
});
