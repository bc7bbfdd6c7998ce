import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { SyncStatistics } from '@internal/plugin-static-data-common';
import { lazy } from 'react';
import { formatCount } from '../../../lib/formatting';
import { staticDataTranslationRef } from '../../../translation';
import { describeBucket } from './buckets';
import { ChartFigure } from './ChartFigure';
import { toGrowthSeries } from './growthSeries';

const EntityGrowthChart = lazy(() =>
  import('./charts/EntityGrowthChart').then(m => ({
    default: m.EntityGrowthChart,
  })),
);

/** The number of entities over time. */
export function EntityGrowthFigure(props: { statistics: SyncStatistics }) {
  const { period, entityGrowth } = props.statistics;
  const { t } = useTranslationRef(staticDataTranslationRef);
  const series = toGrowthSeries(entityGrowth);
  const first = series.points.find(point => point.count !== null)?.count;
  const last = series.points.at(-1)?.count;

  return (
    <ChartFigure
      title={t('statistics.growthTitle')}
      summary={
        typeof first === 'number' && typeof last === 'number'
          ? t('statistics.growthSummary', {
              first: formatCount(first),
              last: formatCount(last),
            })
          : t('statistics.growthEmpty')
      }
      columns={[
        period === '24h' ? t('statistics.hour') : t('statistics.day'),
        t('statistics.entities'),
      ]}
      rows={series.points.map(point => [
        describeBucket(point.date, period),
        point.count === null ? '–' : formatCount(point.count),
      ])}
    >
      {typeof first === 'number' && (
        <EntityGrowthChart
          series={series}
          period={period}
          name={t('statistics.entities')}
        />
      )}
    </ChartFigure>
  );
}
