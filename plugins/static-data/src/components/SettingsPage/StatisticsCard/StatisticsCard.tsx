import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  SyncStatistics,
  SyncStatisticsPeriod,
} from '@internal/plugin-static-data-common';
import Grid from '@material-ui/core/Grid';
import LinearProgress from '@material-ui/core/LinearProgress';
import { staticDataTranslationRef } from '../../../translation';
import { SectionCard } from '../../common';
import { EntityGrowthFigure } from './EntityGrowthFigure';
import { KeyFigures } from './KeyFigures';
import { PeriodSwitch } from './PeriodSwitch';
import { SyncTrendFigure } from './SyncTrendFigure';

/** How the syncs of a period went. */
export function StatisticsCard(props: {
  statistics: SyncStatistics;
  /** The period that the reader chose; its statistics may still be on their way. */
  period: SyncStatisticsPeriod;
  onPeriodChange: (period: SyncStatisticsPeriod) => void;
}) {
  const { statistics, period, onPeriodChange } = props;
  const { t } = useTranslationRef(staticDataTranslationRef);
  const titles = {
    '24h': t('statistics.title24h'),
    '7d': t('statistics.title7d'),
    '30d': t('statistics.title30d'),
    '90d': t('statistics.title90d'),
  };

  return (
    <SectionCard title={titles[period]}>
      <PeriodSwitch period={period} onChange={onPeriodChange} />
      {statistics.period === period ? (
        <Grid container spacing={3}>
          <Grid item xs={12}>
            <KeyFigures statistics={statistics} />
          </Grid>
          <Grid item xs={12} lg={6}>
            <SyncTrendFigure statistics={statistics} />
          </Grid>
          <Grid item xs={12} lg={6}>
            <EntityGrowthFigure statistics={statistics} />
          </Grid>
        </Grid>
      ) : (
        <LinearProgress aria-label={t('statistics.updating')} />
      )}
    </SectionCard>
  );
}
