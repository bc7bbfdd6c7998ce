export * from './StaticDataStore';
export { DatabaseStaticDataStore } from './DatabaseStaticDataStore';
export { staticDataStoreServiceRef } from './service';
