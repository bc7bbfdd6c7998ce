export { refreshBodySchema, type RefreshParameters } from './refreshBody';
export {
  emptyQuerySchema,
  settingsQuerySchema,
  statisticsQuerySchema,
} from './statisticsQuery';
export {
  syncHistoryQuerySchema,
  syncIdSchema,
  type SyncHistoryParameters,
} from './syncHistoryQuery';
