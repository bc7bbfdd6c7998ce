export { apiPathSchema, apiRelationsQuerySchema } from './apiRelationsQuery';
export {
  entityHistoryQuerySchema,
  entityPathSchema,
} from './entityHistoryQuery';
export { heldRemovalApprovalBodySchema } from './heldRemovalApprovalBody';
export { refreshBodySchema, type RefreshParameters } from './refreshBody';
export {
  emptyQuerySchema,
  settingsQuerySchema,
  statisticsQuerySchema,
} from './statisticsQuery';
export {
  syncChangesQuerySchema,
  syncChangeTypeSchema,
} from './syncChangesQuery';
export { syncComparisonQuerySchema } from './syncComparisonQuery';
export { syncFindingsQuerySchema } from './syncFindingsQuery';
export { syncHistoryExportQuerySchema } from './syncHistoryExportQuery';
export {
  hasOrderedRange,
  syncHistoryFilters,
  UNORDERED_RANGE,
} from './syncHistoryFilters';
export {
  syncHistoryQuerySchema,
  syncIdSchema,
  type SyncHistoryParameters,
} from './syncHistoryQuery';
export { syncLogsQuerySchema, syncLogTextQuerySchema } from './syncLogsQuery';
export {
  webhookDeliveriesQuerySchema,
  webhookPathSchema,
} from './webhookDeliveriesQuery';
