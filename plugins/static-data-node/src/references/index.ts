export {
  listEntityReferences,
  type EntityReference,
} from './listEntityReferences';
