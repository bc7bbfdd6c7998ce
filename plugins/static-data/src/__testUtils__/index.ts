export * from './FakeSignalApi';
export * from './FakeStaticDataApi';
export * from './heldRemovals';
export * from './responseErrors';
export * from './settings';
export * from './sources';
export * from './steering';
export * from './syncs';
