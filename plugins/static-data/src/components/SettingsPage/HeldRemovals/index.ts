export { HeldRemovals } from './HeldRemovals';
