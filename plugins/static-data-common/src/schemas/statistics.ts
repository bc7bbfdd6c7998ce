import { z } from 'zod';
import { SYNC_STATISTICS_PERIODS } from '../types';
import { oneOf, oneSource } from './parameters';

const periodSchema = oneOf(SYNC_STATISTICS_PERIODS);

const description = 'The period that the statistics cover, up to now.';

/**
 * Query parameters of `GET /sync-statistics`.
 *
 * @public
 */
export const statisticsQuerySchema = z.strictObject({
  source: oneSource,
  period: periodSchema.default('7d').describe(description),
});

/**
 * Query parameters of `GET /settings`.
 *
 * @public
 */
export const settingsQuerySchema = z.strictObject({
  source: oneSource,
  period: periodSchema.default('24h').describe(description),
});

/**
 * Query parameters of the endpoints that take none.
 *
 * @public
 */
export const emptyQuerySchema = z.strictObject({});
