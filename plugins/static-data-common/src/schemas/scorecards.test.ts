import { issuesOf } from './__testUtils__/issuesOf';
import { scorecardsQuerySchema } from './scorecards';

describe('scorecardsQuerySchema', () => {
  it('takes an owner by name, which is that of a group, or by entity ref', () => {
    const ownerOf = (owner: string) =>
      scorecardsQuerySchema.parse({ owner }).owner;
    expect(ownerOf('Payments')).toBe('group:default/payments');
    expect(ownerOf('user:default/Ada')).toBe('user:default/ada');
  });

  it.each([[{ owner: 'no owner' }], [{ source: 'No' }], [{ squad: 'a' }]])(
    'refuses %j',
    query => {
      expect(issuesOf(scorecardsQuerySchema, query)).toHaveLength(1);
    },
  );
});
