import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { SyncStatistics } from '@internal/plugin-static-data-common';
import { makeStyles } from '@material-ui/core/styles';
import { formatCount, formatDuration } from '../../../lib/formatting';
import { staticDataTranslationRef } from '../../../translation';

const useStyles = makeStyles(theme => ({
  list: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(8.5rem, 1fr))',
    gap: theme.spacing(2),
    margin: 0,
  },
  label: {
    ...theme.typography.body2,
    color: theme.palette.text.secondary,
  },
  value: {
    ...theme.typography.h5,
    margin: 0,
  },
}));

/** The statistics of a period in numbers. */
export function KeyFigures(props: { statistics: SyncStatistics }) {
  const { statistics } = props;
  const { t } = useTranslationRef(staticDataTranslationRef);
  const classes = useStyles();
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
    <dl className={classes.list}>
      {figures.map(([label, value]) => (
        <div key={label}>
          <dt className={classes.label}>{label}</dt>
          <dd className={classes.value}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
