export { StatisticsCard } from './StatisticsCard';
