export * from './finding';
export * from './health';
export * from './refresh';
export * from './settings';
export * from './statistics';
export * from './syncHistoryRecord';
