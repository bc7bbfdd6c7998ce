import { Link } from '@backstage/core-components';
import {
  SYNC_STATISTICS_PERIODS,
  SyncFigures,
  SyncStatistics,
  SyncStatisticsPeriod,
} from '@internal/plugin-static-data-common';
import LinearProgress from '@material-ui/core/LinearProgress';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import ToggleButton from '@material-ui/lab/ToggleButton';
import ToggleButtonGroup from '@material-ui/lab/ToggleButtonGroup';
import { ReactNode } from 'react';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { Fact, FactList } from '../common/facts';
import { Foldable, SectionCard } from '../common/layout';
import { GrowthLine } from './Growth';
import { OutcomeBars } from './OutcomeBars';
import { useHistoryLink } from './useHistoryFilters';

const useStyles = makeStyles(theme => ({
  button: {
    padding: theme.spacing(0.25, 0.75),
    color: theme.palette.text.primary,
    textTransform: 'none',
    '&.Mui-selected': {
      color: theme.palette.text.primary,
      fontWeight: theme.typography.fontWeightBold,
    },
  },
  charts: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(15rem, 1fr))',
    gap: theme.spacing(1, 4),
    marginTop: theme.spacing(1.5),
  },
  // beside words, colour alone would not tell a link
  figures: { '& a': { textDecoration: 'underline' } },
  difference: {
    ...theme.typography.caption,
    // below the figure, as there is not always room beside it
    display: 'block',
    lineHeight: 1.2,
    whiteSpace: 'nowrap',
    color: theme.palette.text.secondary,
  },
}));

export function StatisticsCard(props: {
  statistics: SyncStatistics;
  /** The period that the reader chose; its statistics may still be on their way. */
  period: SyncStatisticsPeriod;
  onPeriodChange: (period: SyncStatisticsPeriod) => void;
}) {
  const { statistics, period, onPeriodChange } = props;
  const { t, formatPeriod } = useStaticDataTranslation();
  const classes = useStyles();
  return (
    <SectionCard
      dense
      title={t(`statistics.title.${period}`)}
      action={
        <ToggleButtonGroup
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
              {formatPeriod(candidate)}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
      }
    >
      {statistics.period === period ? (
        <>
          <div className={classes.figures}>
            <KeyFigures statistics={statistics} />
          </div>
          <Foldable title={t('statistics.charts')}>
            <div className={classes.charts}>
              <OutcomeBars statistics={statistics} />
              <EntityGrowth statistics={statistics} />
            </div>
          </Foldable>
        </>
      ) : (
        <LinearProgress aria-label={t('statistics.updating')} />
      )}
    </SectionCard>
  );
}

/** The figures of the period, each with how it differs from the period before. */
function KeyFigures(props: { statistics: SyncStatistics }) {
  const { statistics } = props;
  const { previous, period } = statistics;
  const { t, formatDuration, formatCount, formatPercent, formatDifference } =
    useStaticDataTranslation();
  const toHistory = useHistoryLink();
  const isComparable = statistics.totalSyncs > 0 && previous.totalSyncs > 0;
  const counts = [
    ['total', 'totalSyncs', undefined],
    ['successful', 'successfulSyncs', 'SUCCESS'],
    ['partial', 'partialSyncs', 'PARTIAL_SUCCESS'],
    ['failed', 'failedSyncs', 'FAILURE'],
  ] as const;
  const durations = [
    ['average', 'averageDurationMs'],
    ['p50', 'p50DurationMs'],
    ['p95', 'p95DurationMs'],
  ] as const;
  const rate = toSuccessRate(statistics);
  const before = toSuccessRate(previous);

  return (
    <FactList layout="figures">
      {counts.map(([label, field, status]) => (
        <Fact key={label} label={t(`statistics.${label}`)}>
          <Link
            to={toHistory({
              within: period,
              dryRun: false,
              status: status && [status],
            })}
          >
            {formatCount(statistics[field])}
          </Link>
          {isComparable && (
            <Difference>
              {formatDifference(statistics[field] - previous[field])}
            </Difference>
          )}
        </Fact>
      ))}
      <Fact label={t('statistics.rate')}>
        {rate === undefined ? (
          '–'
        ) : (
          <Link
            to={toHistory({
              within: period,
              dryRun: false,
              // what it lacks to 100%
              status: ['PARTIAL_SUCCESS', 'FAILURE'],
            })}
          >
            {formatPercent(rate)}
          </Link>
        )}
        {rate !== undefined && before !== undefined && (
          <Difference>
            {t('statistics.before', { value: formatPercent(before) })}
          </Difference>
        )}
      </Fact>
      {durations.map(([label, field]) => (
        <Fact key={label} label={t(`statistics.${label}`)}>
          {statistics.totalSyncs > 0 ? formatDuration(statistics[field]) : '–'}
          {isComparable && (
            <Difference>
              {t('statistics.before', {
                value: formatDuration(previous[field]),
              })}
            </Difference>
          )}
        </Fact>
      ))}
    </FactList>
  );
}

function Difference(props: { children: ReactNode }) {
  const { t } = useStaticDataTranslation();
  const classes = useStyles();
  return (
    <span className={classes.difference} title={t('statistics.compared')}>
      {props.children}
    </span>
  );
}

/** Share of the syncs without errors, in percent. */
function toSuccessRate(figures: SyncFigures): number | undefined {
  return figures.totalSyncs > 0
    ? (100 * figures.successfulSyncs) / figures.totalSyncs
    : undefined;
}

/** The number of all entities, from the first time on that some were counted. */
function EntityGrowth(props: { statistics: SyncStatistics }) {
  const { entityGrowth, period, from, to } = props.statistics;
  const { t, formatCount } = useStaticDataTranslation();
  const start = entityGrowth.findIndex(point => point.count > 0);
  const range = { start: Date.parse(from), end: Date.parse(to) };
  const steps = entityGrowth.slice(Math.max(0, start)).map(point => ({
    time: Math.max(range.start, Date.parse(point.date)),
    count: point.count,
  }));

  return (
    <div>
      <Typography variant="body2" color="textSecondary">
        {start < 0
          ? t('statistics.growthEmpty')
          : t('statistics.growthSummary', {
              first: formatCount(entityGrowth[0].count),
              last: formatCount(steps[steps.length - 1].count),
            })}
      </Typography>
      {start >= 0 && (
        <div dir="ltr">
          <GrowthLine
            steps={steps}
            axis={range}
            label={t('growth.showChanges')}
            changes={{ within: period }}
          />
        </div>
      )}
    </div>
  );
}
