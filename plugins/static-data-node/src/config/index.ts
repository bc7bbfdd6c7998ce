export {
  NOT_CONFIGURED_MESSAGE,
  readStaticDataConfig,
  toConfigSnapshot,
  type StaticDataConfig,
  type DirectorySourceConfig,
  type GithubSourceConfig,
} from './readStaticDataConfig';
export { SyncSchedule } from './SyncSchedule';
export type { AlertsConfig } from './readAlerts';
export type { WebhookConfig } from './readWebhooks';
