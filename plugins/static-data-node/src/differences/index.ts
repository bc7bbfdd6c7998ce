export { collectLeaves } from './collectLeaves';
export { diffEntities } from './diffEntities';
