import { Link } from '@backstage/core-components';
import {
  SyncStatistics,
  SyncTrendPoint,
} from '@internal/plugin-static-data-common';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { useRovingFocus } from '../../hooks/useRovingFocus';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { useHistoryLink } from './useHistoryFilters';

/** Pixels. */
const HEIGHT = 48;

const useStyles = makeStyles(theme => ({
  list: {
    display: 'flex',
    alignItems: 'flex-end',
    height: HEIGHT,
    margin: 0,
    padding: 0,
    listStyle: 'none',
    borderBottom: `1px solid ${theme.palette.divider}`,
    '& li': { flex: '1 1 0', height: '100%', minWidth: 0 },
  },
  bar: {
    display: 'flex',
    flexDirection: 'column-reverse',
    height: '100%',
    padding: '0 1px',
    '&:hover': { backgroundColor: theme.palette.action.hover },
    '&:focus-visible': { outline: `2px solid ${theme.palette.text.primary}` },
  },
  success: { backgroundColor: theme.palette.status.ok },
  // distinguished by more than colour
  partial: {
    backgroundImage: `repeating-linear-gradient(45deg, ${theme.palette.status.warning} 0 4px, transparent 4px 6px)`,
  },
  failure: { backgroundColor: theme.palette.status.error, minHeight: 4 },
}));

/** How the syncs ended in each hour or day; each bar leads to its syncs in the history. */
export function OutcomeBars(props: { statistics: SyncStatistics }) {
  const { period, syncTrend, to } = props.statistics;
  const { t, formatTimeZone } = useStaticDataTranslation();
  const classes = useStyles();
  const roving = useRovingFocus(syncTrend.map(({ date }) => date));
  const highest = Math.max(1, ...syncTrend.map(total));

  return (
    <div>
      <Typography variant="body2" color="textSecondary">
        {period === '24h'
          ? t('statistics.byHour', { zone: formatTimeZone() })
          : t('statistics.byDay')}
      </Typography>
      {/* time runs from left to right; key events bubble up from the links */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <ul
        dir="ltr"
        className={classes.list}
        aria-label={t('statistics.bars')}
        onKeyDown={roving.onKeyDown}
      >
        {syncTrend.map((point, index) => (
          <li key={point.date}>
            <Bar
              point={point}
              period={period}
              end={syncTrend[index + 1]?.date ?? to}
              highest={highest}
              {...roving.itemProps(point.date)}
            />
          </li>
        ))}
      </ul>
    </div>
  );
}

function total({ success, partial, failure }: SyncTrendPoint): number {
  return success + partial + failure;
}

function Bar(props: {
  point: SyncTrendPoint;
  period: SyncStatistics['period'];
  /** ISO 8601, UTC. */
  end: string;
  /** Number of syncs that fills the height. */
  highest: number;
  tabIndex: number;
  onFocus: () => void;
}) {
  const { point, period, end, highest, ...focus } = props;
  const { t, describeBucket, formatCount } = useStaticDataTranslation();
  const classes = useStyles();
  const toHistory = useHistoryLink();
  const words = t('statistics.bar', {
    time: describeBucket(point.date, period),
    success: formatCount(point.success),
    partial: formatCount(point.partial),
    failure: formatCount(point.failure),
  });
  return (
    <Link
      to={toHistory({ from: point.date, to: end, dryRun: false })}
      className={classes.bar}
      aria-label={words}
      title={words}
      {...focus}
    >
      {(['success', 'partial', 'failure'] as const)
        .filter(outcome => point[outcome] > 0)
        .map(outcome => (
          <span
            key={outcome}
            className={classes[outcome]}
            style={{ height: `${(100 * point[outcome]) / highest}%` }}
          />
        ))}
    </Link>
  );
}
