export { SyncPage } from './SyncPage';
export { SyncPageBody } from './SyncPageBody';
