import {
  RunningSync,
  SteeringAct,
  SyncConfiguration,
  SyncHistoryRecord,
  SyncResult,
  toSyncResult,
} from '@internal/plugin-static-data-common';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import Skeleton from '@material-ui/lab/Skeleton';
import { LoaderState } from '../../hooks/useLoader';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { findP95, toTimeAxis } from '../../lib/timeline';
import { Foldable, SectionCard, useIsNarrow } from '../common/layout';
import { RetryAlert } from '../common/loading';
import { GrowthByKind } from './Growth';
import { Timeline, TIMELINE_HEIGHT } from './Timeline';
import { useHistoryFilters } from './useHistoryFilters';

/** Pixels; of one line. */
const SUMMARY_HEIGHT = 27;

/**
 * Percent of the timeline that a mark needs, and that all of them may take: the rest tells how long it was
 * between them. On a telephone there is room for a few that a finger can hit.
 */
const MARKS = {
  wide: { mark: 1.4, all: 60, count: 100 },
  narrow: { mark: 9, all: 99, count: 10 },
};

const useStyles = makeStyles(theme => ({
  charts: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) 18rem',
    gap: theme.spacing(1, 4),
    [theme.breakpoints.down('sm')]: { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
}));

/**
 * The latest syncs on an axis of time, from which readers choose what the history shows, and beside
 * them what has become of the catalog.
 */
export function RecentSyncsCard(props: {
  recentSyncs: LoaderState<SyncHistoryRecord[]>;
  /** Whether there are none, which is known before they are loaded. */
  isFirstVisit: boolean;
  runningSync: RunningSync | null;
  configuration: SyncConfiguration;
  /** What people did to the syncs meanwhile, newest first. */
  acts: SteeringAct[];
}) {
  const { value, error, reload } = props.recentSyncs;
  const { t, describeError } = useStaticDataTranslation();
  const classes = useStyles();
  const { filters, setFilters } = useHistoryFilters();
  const { mark, all, count } = MARKS[useIsNarrow() ? 'narrow' : 'wide'];
  const syncs = value?.slice(0, count);
  const times = (syncs ?? []).map(({ startTime }) => startTime);
  if (props.runningSync) {
    times.push(props.runningSync.startTime);
  }
  const markWidth = Math.min(mark, all / times.length);
  const axis = toTimeAxis(times, Date.now(), markWidth);

  return (
    <SectionCard dense title={t('recentSyncs.title')}>
      {error && (
        <RetryAlert onRetry={reload}>
          {t('recentSyncs.loadFailed', { message: describeError(error) })}
        </RetryAlert>
      )}
      {!syncs && !error && !props.isFirstVisit && (
        <Skeleton
          role="progressbar"
          variant="rect"
          height={TIMELINE_HEIGHT + SUMMARY_HEIGHT}
          aria-label={t('recentSyncs.loading')}
        />
      )}
      {(syncs ? syncs.length === 0 : props.isFirstVisit) && (
        <Typography>{t('recentSyncs.none')}</Typography>
      )}
      {syncs && syncs.length > 0 && (
        <div className={classes.charts}>
          <div>
            <Summary syncs={syncs} />
            <Timeline
              syncs={syncs}
              running={props.runningSync ?? undefined}
              configuration={props.configuration}
              acts={props.acts}
              axis={axis}
              markWidth={markWidth}
              chosen={filters}
              onChoose={setFilters}
            />
          </div>
          <Foldable title={t('growth.title')}>
            <GrowthByKind syncs={syncs} axis={axis} />
          </Foldable>
        </div>
      )}
    </SectionCard>
  );
}

function Summary(props: { syncs: SyncHistoryRecord[] }) {
  const { syncs } = props;
  const { t, formatDuration, formatCount } = useStaticDataTranslation();
  const longest = formatDuration(
    Math.max(...syncs.map(({ durationMs }) => durationMs)),
  );
  const results = syncs
    .map(toSyncResult)
    .filter(result => result !== 'CANCELLED');
  const count = (result: SyncResult) =>
    formatCount(results.filter(it => it === result).length);

  return (
    <Typography variant="body2" color="textSecondary" gutterBottom>
      {syncs.length === 1
        ? t('recentSyncs.summaryOne', {
            status: t(`status.${toSyncResult(syncs[0])}`),
            longest,
          })
        : t('recentSyncs.summary', {
            total: formatCount(results.length),
            success: count('SUCCESS'),
            partial: count('PARTIAL_SUCCESS'),
            failure: count('FAILURE'),
            p95: formatDuration(findP95(syncs)),
            longest,
          })}
    </Typography>
  );
}
