export { ConfigurationCard } from './ConfigurationCard';
