export { DatabaseStaticDataStore } from './DatabaseStaticDataStore';
export { openStaticDataDatabase } from './openStaticDataDatabase';
export { StoreError } from './StoreError';
export { staticDataStoreServiceRef } from './service';
