export { LatestSyncCard } from './LatestSyncCard';
