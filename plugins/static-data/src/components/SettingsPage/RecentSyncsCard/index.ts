export { RecentSyncsCard } from './RecentSyncsCard';
