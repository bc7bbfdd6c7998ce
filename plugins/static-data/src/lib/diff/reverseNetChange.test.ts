import { NetChange } from '@internal/plugin-static-data-common';
import { reverseNetChange } from './reverseNetChange';

const change: NetChange = {
  entityRef: 'api:default/orders',
  kind: 'API',
  change: 'updated',
  sourceFile: 'contracts/orders.yaml',
  differences: {
    fieldCount: 3,
    fields: [
      { path: '/metadata/title', after: 'Orders' },
      { path: '/spec/lifecycle', before: 'experimental', after: 'production' },
      {
        path: '/spec/definition',
        textDiff: '@@ -1,2 +1,1 @@\n-a: 1\n-b: 2\n+c: 3\n d: 4',
      },
    ],
  },
  syncIds: ['a'],
};

describe('reverseNetChange', () => {
  it('swaps what was before and after', () => {
    expect(reverseNetChange(change).differences).toEqual({
      fieldCount: 3,
      fields: [
        { path: '/metadata/title', before: 'Orders' },
        {
          path: '/spec/lifecycle',
          before: 'production',
          after: 'experimental',
        },
        {
          path: '/spec/definition',
          textDiff: '@@ -1,1 +1,2 @@\n+a: 1\n+b: 2\n-c: 3\n d: 4',
        },
      ],
    });
  });

  it('turns additions into removals, and back', () => {
    const added: NetChange = { ...change, change: 'added' };

    expect(reverseNetChange(added).change).toBe('removed');
    expect(reverseNetChange(reverseNetChange(added)).change).toBe('added');
  });
});
