export { countApiRelationships } from './countApiRelationships';
export { type ApplicationBuildFile } from './components';
export {
  transformSource,
  type TransformSourceOptions,
} from './transformSource';
export * from './types';
