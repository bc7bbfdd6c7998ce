/**
 * A module of the catalog that keeps it in step with an architecture repository.
 *
 * @packageDocumentation
 */

export { catalogModuleStaticData as default } from './module';
