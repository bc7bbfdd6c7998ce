import {
  SYNC_STATISTICS_PERIODS,
  SyncStatistics,
  SyncStatisticsPeriod,
} from '@internal/plugin-static-data-common';
import Grid from '@material-ui/core/Grid';
import LinearProgress from '@material-ui/core/LinearProgress';
import { makeStyles } from '@material-ui/core/styles';
import ToggleButton from '@material-ui/lab/ToggleButton';
import ToggleButtonGroup from '@material-ui/lab/ToggleButtonGroup';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { Fact, FactList } from '../common/facts';
import { SectionCard } from '../common/layout';
import { EntityGrowthFigure } from './StatisticsFigures';

const useStyles = makeStyles(theme => ({
  root: { marginBottom: theme.spacing(2) },
  button: {
    color: theme.palette.text.primary,
    textTransform: 'none',
    '&.Mui-selected': {
      color: theme.palette.text.primary,
      fontWeight: theme.typography.fontWeightBold,
    },
  },
}));

export function StatisticsCard(props: {
  statistics: SyncStatistics;
  /** The period that the reader chose; its statistics may still be on their way. */
  period: SyncStatisticsPeriod;
  onPeriodChange: (period: SyncStatisticsPeriod) => void;
}) {
  const { statistics, period, onPeriodChange } = props;
  const { t } = useStaticDataTranslation();
  const classes = useStyles();
  return (
    <SectionCard title={t(`statistics.title.${period}`)}>
      <ToggleButtonGroup
        className={classes.root}
        size="small"
        exclusive
        value={period}
        // null when the chosen button is pressed again
        onChange={(_, chosen: SyncStatisticsPeriod | null) =>
          chosen && onPeriodChange(chosen)
        }
        aria-label={t('statistics.periods')}
      >
        {SYNC_STATISTICS_PERIODS.map(candidate => (
          <ToggleButton
            key={candidate}
            value={candidate}
            aria-label={t(`statistics.period.${candidate}`)}
            className={classes.button}
          >
            {candidate}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
      {statistics.period === period ? (
        <Grid container spacing={3}>
          <Grid item xs={12}>
            <KeyFigures statistics={statistics} />
          </Grid>
          <Grid item xs={12}>
            <EntityGrowthFigure statistics={statistics} />
          </Grid>
        </Grid>
      ) : (
        <LinearProgress aria-label={t('statistics.updating')} />
      )}
    </SectionCard>
  );
}

function KeyFigures(props: { statistics: SyncStatistics }) {
  const { statistics } = props;
  const { t, formatDuration, formatCount } = useStaticDataTranslation();
  const duration = (milliseconds: number) =>
    statistics.totalSyncs > 0 ? formatDuration(milliseconds) : '–';
  const figures = [
    [t('statistics.total'), formatCount(statistics.totalSyncs)],
    [t('statistics.successful'), formatCount(statistics.successfulSyncs)],
    [t('statistics.partial'), formatCount(statistics.partialSyncs)],
    [t('statistics.failed'), formatCount(statistics.failedSyncs)],
    [t('statistics.average'), duration(statistics.averageDurationMs)],
    [t('statistics.p50'), duration(statistics.p50DurationMs)],
    [t('statistics.p95'), duration(statistics.p95DurationMs)],
  ];

  return (
    <FactList layout="figures">
      {figures.map(([label, value]) => (
        <Fact key={label} label={label}>
          {value}
        </Fact>
      ))}
    </FactList>
  );
}
