/**
 * The configuration of the static-data plugin, without the store.
 *
 * @packageDocumentation
 */

export * from './readStaticDataConfig';
export { findSourceConfig, type SyncSourceConfig } from './readSources';
export type { SourceSettings } from './readSourceSettings';
export type {
  DirectorySourceConfig,
  GithubSourceConfig,
  HostedSourceConfig,
  RepositoryConfig,
  RepositorySourceConfig,
  SourceConfig,
} from './readSource';
export type { AlertsConfig } from './readAlerts';
export type { WebhookConfig } from './readWebhooks';
export * from './digests';
export { findBaseUrl } from './findBaseUrl';
export { listIntegratedHosts } from './listIntegratedHosts';
export {
  findMissedRuns,
  type MaintenanceWindow,
  MaintenanceWindows,
  type OpenWindow,
} from './MaintenanceWindows';
export { SyncSchedule } from './SyncSchedule';
