import { useCallback } from 'react';
import { useSearchParams } from 'react-router-dom';

/** The periods that the page offers. */
export const STATISTICS_PERIODS = ['24h', '7d', '30d', '90d'] as const;

/** One of the periods that the page offers. */
export type StatisticsPeriod = (typeof STATISTICS_PERIODS)[number];

/** The period of the statistics; part of the address, so that it can be shared. */
export function useStatisticsPeriod() {
  const [searchParams, setSearchParams] = useSearchParams();
  const asked = searchParams.get('period');
  const period =
    STATISTICS_PERIODS.find(candidate => candidate === asked) ?? '24h';

  const setPeriod = useCallback(
    (newPeriod: StatisticsPeriod) =>
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
