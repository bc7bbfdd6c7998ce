export { diffEntities } from './diffEntities';
