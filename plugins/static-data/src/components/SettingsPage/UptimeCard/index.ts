export { UptimeCard } from './UptimeCard';
