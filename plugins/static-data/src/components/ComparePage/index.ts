export { ComparePage } from './ComparePage';
export { ComparePageBody } from './ComparePageBody';
