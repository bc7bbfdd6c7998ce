import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { SyncHistoryRecord } from '@internal/plugin-static-data-common';
import { makeStyles } from '@material-ui/core/styles';
import Tooltip from '@material-ui/core/Tooltip';
import Typography from '@material-ui/core/Typography';
import Skeleton from '@material-ui/lab/Skeleton';
import { KeyboardEvent, useRef, useState } from 'react';
import { useLoader } from '../../hooks/useLoader';
import { syncRouteRef } from '../../routes';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { SectionCard } from '../common/layout';
import { RetryAlert } from '../common/loading';

/** Pixels. */
const STRIP_HEIGHT = 72;

const SHOWN_SYNCS = 60;

/** The outcomes and durations of the latest syncs. */
export function RecentSyncsCard(props: {
  /** Changes whenever there may be a new sync. */
  refreshKey: string;
}) {
  const { t, describeError } = useStaticDataTranslation();
  const { value, error, reload } = useLoader(
    api => api.getSyncHistory({ dryRun: false, limit: SHOWN_SYNCS }),
    [],
    { refreshKey: props.refreshKey },
  );
  const syncs = value?.history;

  return (
    <SectionCard title={t('recentSyncs.title')}>
      {error && (
        <RetryAlert onRetry={reload}>
          {t('recentSyncs.loadFailed', { message: describeError(error) })}
        </RetryAlert>
      )}
      {!syncs && !error && (
        <Skeleton
          variant="rect"
          height={STRIP_HEIGHT}
          aria-label={t('recentSyncs.loading')}
        />
      )}
      {syncs?.length === 0 && <Typography>{t('recentSyncs.none')}</Typography>}
      {syncs && syncs.length > 0 && (
        <>
          <Summary syncs={syncs} />
          <SyncStrip syncs={syncs} />
        </>
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
  const count = (status: SyncHistoryRecord['status']) =>
    formatCount(syncs.filter(sync => sync.status === status).length);

  return (
    <Typography variant="body2" color="textSecondary" gutterBottom>
      {syncs.length === 1
        ? t('recentSyncs.summaryOne', {
            status: t(`status.${syncs[0].status}`),
            longest,
          })
        : t('recentSyncs.summary', {
            total: formatCount(syncs.length),
            success: count('SUCCESS'),
            partial: count('PARTIAL_SUCCESS'),
            failure: count('FAILURE'),
            longest,
          })}
    </Typography>
  );
}

const useSyncStripStyles = makeStyles({
  strip: {
    display: 'flex',
    // the newest is first in the document and stands right, and what is older than there is
    // room for can be scrolled to
    flexDirection: 'row-reverse',
    gap: 2,
    height: STRIP_HEIGHT,
    margin: 0,
    // room for the focus rings of the marks
    padding: 3,
    overflowX: 'auto',
    overflowY: 'hidden',
    listStyle: 'none',
  },
  place: { display: 'flex', flex: '1 0 8px', maxWidth: 40 },
});

/** One mark per sync, newest on the right; a single tab stop, with arrow keys to move. */
function SyncStrip(props: {
  /** Newest first. */
  syncs: SyncHistoryRecord[];
}) {
  const { syncs } = props;
  const { t } = useStaticDataTranslation();
  const classes = useSyncStripStyles();
  const list = useRef<HTMLUListElement>(null);
  const [reachedId, setReachedId] = useState<string>();
  const longestMs = Math.max(...syncs.map(({ durationMs }) => durationMs));
  const reached = Math.max(
    0,
    syncs.findIndex(({ id }) => id === reachedId),
  );

  const onKeyDown = (event: KeyboardEvent) => {
    const oldest = syncs.length - 1;
    const targets: Record<string, number> = {
      ArrowLeft: Math.min(oldest, reached + 1),
      ArrowRight: Math.max(0, reached - 1),
      Home: oldest,
      End: 0,
    };
    if (event.key in targets) {
      event.preventDefault();
      list.current?.querySelectorAll('a').item(targets[event.key]).focus();
    }
  };

  return (
    // key events bubble up from the links in the list
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <ul
      ref={list}
      // time runs from left to right, as in the charts
      dir="ltr"
      className={classes.strip}
      aria-label={t('recentSyncs.strip')}
      onKeyDown={onKeyDown}
    >
      {syncs.map((sync, index) => (
        <li key={sync.id} className={classes.place}>
          <SyncMark
            sync={sync}
            longestMs={longestMs}
            isTabStop={index === reached}
            onFocus={() => setReachedId(sync.id)}
          />
        </li>
      ))}
    </ul>
  );
}

const useSyncMarkStyles = makeStyles(theme => ({
  link: {
    display: 'flex',
    flexDirection: 'column',
    justifyContent: 'flex-end',
    width: '100%',
    '&:hover': { backgroundColor: theme.palette.action.hover },
    '&:focus-visible': {
      outline: `2px solid ${theme.palette.text.primary}`,
      outlineOffset: 1,
    },
  },
  bar: { flexShrink: 0, borderRadius: '2px 2px 0 0' },
  // distinguished by more than colour: solid, striped and struck out
  SUCCESS: { backgroundColor: theme.palette.status.ok },
  PARTIAL_SUCCESS: {
    backgroundImage: `repeating-linear-gradient(45deg, ${theme.palette.status.warning} 0 4px, transparent 4px 6px)`,
    border: `1px solid ${theme.palette.status.warning}`,
  },
  FAILURE: {
    backgroundColor: theme.palette.status.error,
    backgroundImage: `linear-gradient(to top right, transparent calc(50% - 1px), ${theme.palette.background.paper} calc(50% - 1px) calc(50% + 1px), transparent calc(50% + 1px))`,
  },
}));

/** Keeps even the shortest bar visible and clickable. */
const MIN_HEIGHT_PERCENT = 15;

/** A bar that links to a sync, and grows with its duration; that of a failure is always the highest. */
function SyncMark(props: {
  sync: SyncHistoryRecord;
  longestMs: number;
  isTabStop: boolean;
  onFocus: () => void;
}) {
  const { sync, longestMs, isTabStop, onFocus } = props;
  const classes = useSyncMarkStyles();
  const toSync = useRouteRef(syncRouteRef);
  const { t, formatDateTime, formatDuration, changeParams } =
    useStaticDataTranslation();
  const words = t('recentSyncs.mark', {
    status: t(`status.${sync.status}`),
    time: formatDateTime(sync.startTime),
    duration: formatDuration(sync.durationMs),
    changes: t('sync.changesSummary', changeParams(sync.stats)),
  });
  // square root, so that one long sync does not flatten the others
  const share =
    sync.status === 'FAILURE' || longestMs === 0
      ? 1
      : Math.sqrt(sync.durationMs / longestMs);
  const height = MIN_HEIGHT_PERCENT + (100 - MIN_HEIGHT_PERCENT) * share;

  return (
    <Tooltip title={words}>
      <Link
        to={toSync({ syncId: sync.id })}
        className={classes.link}
        aria-label={words}
        tabIndex={isTabStop ? 0 : -1}
        onFocus={onFocus}
      >
        <span
          className={`${classes.bar} ${classes[sync.status]}`}
          style={{ height: `${height}%` }}
        />
      </Link>
    </Tooltip>
  );
}
