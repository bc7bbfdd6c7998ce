export { DatabaseStaticDataStore } from './DatabaseStaticDataStore';
export { StoreError } from './StoreError';
export { staticDataStoreServiceRef } from './service';
