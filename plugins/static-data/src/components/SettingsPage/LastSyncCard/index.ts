export { LastSyncCard } from './LastSyncCard';
