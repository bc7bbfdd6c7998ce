import { formatEntityRef } from './entityRef';

describe('formatEntityRef', () => {
  it.each([
    ['component:default/checkout', 'checkout'],
    ['api:payments/orders-v1', 'payments/orders-v1'],
    ['checkout', 'checkout'],
  ])('shows %s as %s', (entityRef, name) => {
    expect(formatEntityRef(entityRef)).toBe(name);
  });
});
