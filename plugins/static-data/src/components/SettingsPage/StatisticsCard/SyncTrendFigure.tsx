import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { SyncStatistics } from '@internal/plugin-static-data-common';
import { lazy } from 'react';
import { formatCount } from '../../../lib/formatting';
import { staticDataTranslationRef } from '../../../translation';
import { describeBucket } from './buckets';
import { ChartFigure } from './ChartFigure';

const SyncTrendChart = lazy(() =>
  import('./charts/SyncTrendChart').then(m => ({ default: m.SyncTrendChart })),
);

/** The outcomes of the syncs over time. */
export function SyncTrendFigure(props: { statistics: SyncStatistics }) {
  const { period, syncTrend, ...statistics } = props.statistics;
  const { t } = useTranslationRef(staticDataTranslationRef);
  const names = {
    success: t('status.success'),
    partial: t('status.partialSuccess'),
    failure: t('status.failure'),
  };

  return (
    <ChartFigure
      title={t('statistics.trendTitle')}
      summary={
        statistics.totalSyncs === 0
          ? t('statistics.noSyncs')
          : t('statistics.trendSummary', {
              total: formatCount(statistics.totalSyncs),
              success: formatCount(statistics.successfulSyncs),
              partial: formatCount(statistics.partialSyncs),
              failure: formatCount(statistics.failedSyncs),
            })
      }
      columns={[
        period === '24h' ? t('statistics.hour') : t('statistics.day'),
        names.success,
        names.partial,
        names.failure,
      ]}
      rows={syncTrend.map(point => [
        describeBucket(point.date, period),
        formatCount(point.success),
        formatCount(point.partial),
        formatCount(point.failure),
      ])}
    >
      {statistics.totalSyncs > 0 && (
        <SyncTrendChart points={syncTrend} period={period} names={names} />
      )}
    </ChartFigure>
  );
}
