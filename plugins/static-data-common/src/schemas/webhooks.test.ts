import { issuesOf } from './__testUtils__/issuesOf';
import { webhookDeliveriesQuerySchema } from './webhooks';

describe('webhookDeliveriesQuerySchema', () => {
  it('asks for a first page of everything by default', () => {
    expect(webhookDeliveriesQuerySchema.parse({})).toEqual({ limit: 50 });
  });

  it('reads every parameter', () => {
    expect(
      webhookDeliveriesQuerySchema.parse({
        webhook: 'chat',
        state: 'pending,dead',
        limit: '1',
        cursor: 'abc',
      }),
    ).toEqual({
      webhook: 'chat',
      state: ['pending', 'dead'],
      limit: 1,
      cursor: 'abc',
    });
  });

  it.each([
    [{ webhook: '' }, /^webhook: must be text/],
    [{ webhook: 'x'.repeat(65) }, /^webhook: must be text of 1 to 64/],
    [{ state: 'lost' }, /^state: must be one or more of pending, /],
    [{ limit: '501' }, /^limit: must be a whole number/],
    [{ cursor: '' }, /^cursor: must be the nextCursor of a page$/],
    [{ url: 'x' }, /^unknown: url$/],
  ])('refuses %j', (query, issue) => {
    expect(issuesOf(webhookDeliveriesQuerySchema, query)).toEqual([
      expect.stringMatching(issue),
    ]);
  });
});
