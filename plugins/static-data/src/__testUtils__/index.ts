export * from './FakeStaticDataApi';
export * from './heldRemovals';
export * from './settings';
export * from './syncs';
