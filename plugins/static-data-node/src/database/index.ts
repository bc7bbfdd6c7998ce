export * from './StaticDataStore';
export { staticDataStoreServiceRef } from './service';
