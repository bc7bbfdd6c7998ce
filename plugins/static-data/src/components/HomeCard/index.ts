export { HomeCard } from './HomeCard';
export { HomeCardContent } from './HomeCardContent';
