import {
  EntityProvider,
  EntityProviderConnection,
  EntityProviderMutation,
} from '@backstage/plugin-catalog-node';

/**
 * Name of the entity provider. Fixed for ever: the catalog deletes all entities of a
 * provider whose name disappears.
 */
export const PROVIDER_NAME = 'static-data';

/**
 * The door to the catalog: holds the connection that the catalog gives at its start.
 */
export class StaticDataProvider implements EntityProvider {
  #connection?: EntityProviderConnection;

  getProviderName(): string {
    return PROVIDER_NAME;
  }

  async connect(connection: EntityProviderConnection): Promise<void> {
    this.#connection = connection;
  }

  /** Whether the catalog has connected the provider yet; no sync can run before. */
  isConnected(): boolean {
    return this.#connection !== undefined;
  }

  async applyMutation(mutation: EntityProviderMutation): Promise<void> {
    if (!this.#connection) {
      throw new Error('The catalog has not connected the provider yet');
    }
    await this.#connection.applyMutation(mutation);
  }
}
