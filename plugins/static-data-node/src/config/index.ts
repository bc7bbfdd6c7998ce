export {
  readStaticDataConfig,
  toConfigSnapshot,
  type StaticDataConfig,
  type GithubSourceConfig,
  type SourceFilesConfig,
} from './readStaticDataConfig';
export { SyncSchedule } from './SyncSchedule';
