import { issuesOf } from './__testUtils__/issuesOf';
import { heldRemovalApprovalBodySchema } from './heldRemovals';

describe('heldRemovalApprovalBodySchema', () => {
  const expected = 'entityRefs: must be a list of 1 to 10000 entity refs';

  it('takes each ref once, in lower case', () => {
    expect(
      heldRemovalApprovalBodySchema.parse({
        entityRefs: ['API:default/Orders', 'api:default/orders', 'group:a/b'],
      }),
    ).toEqual({ entityRefs: ['api:default/orders', 'group:a/b'] });
  });

  it('takes 10000 refs', () => {
    const entityRefs = Array.from({ length: 10_000 }, (_, i) => `api:a/${i}`);

    expect(heldRemovalApprovalBodySchema.parse({ entityRefs })).toEqual({
      entityRefs,
    });
  });

  it.each([
    [{}, expected],
    [{ entityRefs: [] }, expected],
    [{ entityRefs: 'api:default/orders' }, expected],
    [{ entityRefs: [''] }, 'entityRefs: must be text of 1 to 200 characters'],
    [{ entityRefs: [7] }, 'entityRefs: must be text of 1 to 200 characters'],
    [
      { entityRefs: ['x'.repeat(201)] },
      'entityRefs: must be text of 1 to 200 characters',
    ],
    [{ entityRefs: ['api:a/b'], all: true }, 'unknown: all'],
    [['api:a/b'], ': must be a JSON object'],
  ])('refuses %j', (body, issue) => {
    expect(issuesOf(heldRemovalApprovalBodySchema, body)).toEqual([issue]);
  });

  it('looks at no more than it takes', () => {
    const entityRefs = Array(500_000).fill(0);

    const issues = issuesOf(heldRemovalApprovalBodySchema, { entityRefs });

    expect(issues).toContain(expected);
    expect(issues.length).toBeLessThan(10_010);
  });

  it('refuses more than 10000 refs', () => {
    const entityRefs = Array.from({ length: 10_001 }, (_, i) => `api:a/${i}`);

    expect(issuesOf(heldRemovalApprovalBodySchema, { entityRefs })).toEqual([
      expected,
    ]);
  });
});
