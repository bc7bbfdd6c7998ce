export * from './dateTime';
export * from './duration';
export * from './entityRef';
export * from './number';
export * from './revision';
export * from './schedule';
export * from './sourceUrl';
