import { sentCheckout } from '../confirm/__testUtils__/checkout';
import { markDelivery } from './deliveryMark';
import { RedeliveryProcessor } from './RedeliveryProcessor';

const processor = new RedeliveryProcessor();

describe('RedeliveryProcessor', () => {
  it('makes each delivery a result of its own, and leaves no trace of it in the entity', async () => {
    const emit = jest.fn();
    for (const delivery of ['1', '2']) {
      const marked = markDelivery(sentCheckout(), delivery);
      expect(marked).not.toEqual(sentCheckout());
      expect(await processor.preProcessEntity(marked, undefined, emit)).toEqual(
        sentCheckout(),
      );
    }
    expect(emit.mock.calls).toEqual([
      [{ type: 'refresh', key: 'static-data:delivery:1' }],
      [{ type: 'refresh', key: 'static-data:delivery:2' }],
    ]);
  });

  it('leaves other entities alone', async () => {
    const emit = jest.fn();
    const entity = { ...sentCheckout(), metadata: { name: 'checkout' } };
    expect(await processor.preProcessEntity(entity, undefined, emit)).toBe(
      entity,
    );
    expect(emit).not.toHaveBeenCalled();
  });
});
