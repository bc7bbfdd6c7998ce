import { Entity } from '@backstage/catalog-model';
import {
  CatalogProcessor,
  CatalogProcessorEmit,
  processingResult,
} from '@backstage/plugin-catalog-node';
import { unmarkDelivery } from './deliveryMark';

/**
 * Lets the catalog show what it was sent again.
 *
 * The catalog shows an entity anew when the result of processing it differs from that of the time
 * before. So the mark of a delivery becomes part of the result, as a refresh key, which nobody
 * sees; and not of the entity, of which everything is seen.
 */
export class RedeliveryProcessor implements CatalogProcessor {
  getProcessorName(): string {
    return 'StaticDataRedeliveryProcessor';
  }

  async preProcessEntity(
    marked: Entity,
    _location: unknown,
    emit: CatalogProcessorEmit,
  ): Promise<Entity> {
    const { entity, delivery } = unmarkDelivery(marked);
    if (delivery !== undefined) {
      emit(processingResult.refresh(`static-data:delivery:${delivery}`));
    }
    return entity;
  }
}
