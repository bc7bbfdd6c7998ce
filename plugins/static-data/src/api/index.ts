export * from './StaticDataApi';
export * from './StaticDataClient';
