import {
  SYNC_STATISTICS_PERIODS,
  SyncStatisticsPeriod,
} from '@internal/plugin-static-data-common';
import { useCallback } from 'react';
import { useSearchParams } from 'react-router-dom';

/** The period of the statistics; part of the address, so that it can be shared. */
export function useStatisticsPeriod() {
  const [searchParams, setSearchParams] = useSearchParams();
  const asked = searchParams.get('period');
  const period =
    SYNC_STATISTICS_PERIODS.find(candidate => candidate === asked) ?? '24h';

  const setPeriod = useCallback(
    (newPeriod: SyncStatisticsPeriod) =>
      setSearchParams(
        previous => {
          previous.set('period', newPeriod);
          return previous;
        },
        { replace: true },
      ),
    [setSearchParams],
  );

  return { period, setPeriod };
}
