export * from './FactList';
export * from './Revision';
export * from './SectionCard';
export * from './StatusLabel';
export * from './SyncStatusLabel';
export * from './SyncTypeLabel';
export * from './Timestamp';
export * from './TriggeredBy';
