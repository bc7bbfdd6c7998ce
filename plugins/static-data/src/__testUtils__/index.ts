export * from './FakeStaticDataApi';
export * from './settings';
export * from './syncs';
