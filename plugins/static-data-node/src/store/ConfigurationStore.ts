import { SyncConfigSnapshot } from '@internal/plugin-static-data-common';

/**
 * Knows since when the configuration in force has been so.
 *
 * @public
 */
export interface ConfigurationStore {
  /** Notes the configuration in force; does nothing if it is the latest noted. */
  observe(configuration: SyncConfigSnapshot): Promise<void>;
  /** The configuration in force and when it was first seen (ISO 8601, UTC). */
  getCurrent(): Promise<
    { configuration: SyncConfigSnapshot; firstSeenAt: string } | undefined
  >;
}
