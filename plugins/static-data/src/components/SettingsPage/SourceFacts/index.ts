export { SourceFacts } from './SourceFacts';
