export { SyncSummary } from './SyncSummary';
