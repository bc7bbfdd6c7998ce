import * as common from '@internal/plugin-static-data-common';
import { transform } from '../__testUtils__/transform';

jest.mock('@internal/plugin-static-data-common', () => {
  const actual = jest.requireActual('@internal/plugin-static-data-common');
  return { ...actual, quote: jest.fn(actual.quote) };
});

const quote = jest.mocked(common.quote);

/** As many as a field can have, almost. */
const many = (toText: (index: number) => string) =>
  Array.from({ length: 9_999 }, (_, index) => toText(index));

describe('a record with a long list', () => {
  beforeEach(() => quote.mockClear());

  it.each([
    ['children that are no names', { children: many(i => `Team ${i}`) }],
    ['children that nobody has', { children: many(i => `team-${i}`) }],
  ])('quotes few of %s', async (_, fields) => {
    await transform({ squads: [{ id: 'a', name: 'A', ...fields }] });
    expect(quote.mock.calls.length).toBeLessThan(100);
  });

  it.each([
    ['tags that the catalog cannot hold', { tags: many(i => `тег ${i}`) }],
    [
      'squads that nobody has',
      { supportedBySquadsIds: many(i => `team-${i}`) },
    ],
  ])('quotes few of %s', async (_, fields) => {
    await transform({ applications: [{ id: 'a', name: 'A', ...fields }] });
    expect(quote.mock.calls.length).toBeLessThan(100);
  });

  it('counts the unknown references beyond the first 20', async () => {
    const { findings } = await transform({
      squads: [{ id: 'a', name: 'A', children: many(i => `team-${i}`) }],
    });
    expect(findings).toHaveLength(21);
    expect(findings.map(({ message }) => message)).toContain(
      "Squad 'a' names 9979 more in 'children' that neither the source nor the catalog has: 'team-20', 'team-21', 'team-22', 'team-23', 'team-24' and 9974 more",
    );
  });

  it('counts the groups beyond the first 20 that it may not name', async () => {
    const { findings } = await transform(
      { squads: [{ id: 'a', name: 'A', children: many(i => `team-${i}`) }] },
      { allowedGroups: ['group:default/a'] },
    );
    expect(findings).toHaveLength(21);
    expect(findings.map(({ message }) => message)).toContain(
      "Squad 'a' names 9979 more in 'children' that the source may not name, and that are left out: group:default/team-20, group:default/team-21, group:default/team-22, group:default/team-23, group:default/team-24 and 9974 more",
    );
  });
});
