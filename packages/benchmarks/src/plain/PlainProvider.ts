import { EntityProviderConnection } from '@backstage/plugin-catalog-node';
import { readEntities } from './readEntities';

/**
 * An entity provider as they are usually written: reads everything, parses everything, and
 * sends everything to the catalog, every time.
 */
export class PlainProvider {
  readonly #directory: string;
  #connection?: EntityProviderConnection;

  constructor(directory: string) {
    this.#directory = directory;
  }

  getProviderName(): string {
    return 'plain';
  }

  async connect(connection: EntityProviderConnection): Promise<void> {
    this.#connection = connection;
  }

  async run(): Promise<void> {
    const entities = await readEntities(this.#directory);
    await this.#connection!.applyMutation({
      type: 'full',
      entities: entities.map(entity => ({ entity, locationKey: 'plain' })),
    });
  }
}
