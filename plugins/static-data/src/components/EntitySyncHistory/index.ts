export { EntitySyncHistoryCard } from './EntitySyncHistoryCard';
export { EntitySyncHistoryContent } from './EntitySyncHistoryContent';
