import { HeldRemoval } from '@internal/plugin-static-data-common';

export function createHeldRemoval(
  overrides: Partial<HeldRemoval> = {},
): HeldRemoval {
  const { dependents = [] } = overrides;
  return {
    entityRef: 'api:default/payment-api',
    source: 'default',
    kind: 'API',
    sourceFile: 'contracts/payment-core/openapi/payment-api/v1.yaml',
    reason: '8 of 16 API entities would be removed, more than 20%',
    heldSince: '2026-05-04T12:30:00.000Z',
    heldBySyncId: '0193a000-0000-7000-8000-000000000001',
    dependents,
    dependentCount: dependents.length,
    ...overrides,
  };
}
