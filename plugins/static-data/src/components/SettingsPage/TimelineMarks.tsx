import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import {
  RunningSync,
  SyncHistoryRecord,
} from '@internal/plugin-static-data-common';
import { makeStyles } from '@material-ui/core/styles';
import Tooltip from '@material-ui/core/Tooltip';
import { useBrush } from '../../hooks/useBrush';
import { useRovingFocus } from '../../hooks/useRovingFocus';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { useSyncWords } from '../../hooks/useSyncWords';
import { TimeRange, toPercent } from '../../lib/timeline';
import { syncRouteRef } from '../../routes';

/** Pixels. */
export const MARKS_HEIGHT = 44;

const useStyles = makeStyles(theme => ({
  list: {
    position: 'relative',
    height: MARKS_HEIGHT,
    margin: 0,
    padding: 0,
    listStyle: 'none',
    cursor: 'crosshair',
    // a finger that moves up and down scrolls the page
    touchAction: 'pan-y',
    borderBottom: `1px solid ${theme.palette.divider}`,
  },
  place: {
    position: 'absolute',
    top: 0,
    bottom: 0,
    width: 10,
    marginLeft: -5,
    '&:hover, &:focus-within': { zIndex: 3 },
  },
  link: {
    position: 'relative',
    display: 'block',
    height: '100%',
    '&:focus-visible': {
      outline: `2px solid ${theme.palette.text.primary}`,
    },
  },
  bar: {
    position: 'absolute',
    bottom: 0,
    left: '50%',
    transform: 'translateX(-50%)',
  },
  // distinguished by more than colour: thin, wide and striped, full and struck out
  SUCCESS: {
    width: 3,
    height: '60%',
    backgroundColor: theme.palette.status.ok,
  },
  PARTIAL_SUCCESS: {
    width: 7,
    height: '85%',
    backgroundColor: theme.palette.background.paper,
    backgroundImage: `repeating-linear-gradient(45deg, ${theme.palette.status.warning} 0 4px, transparent 4px 6px)`,
    border: `1px solid ${theme.palette.status.warning}`,
  },
  FAILURE: {
    width: 8,
    height: '100%',
    backgroundColor: theme.palette.status.error,
    backgroundImage: `linear-gradient(to top right, transparent calc(50% - 1px), ${theme.palette.background.paper} calc(50% - 1px) calc(50% + 1px), transparent calc(50% + 1px))`,
  },
  running: {
    width: 6,
    height: '100%',
    backgroundColor: theme.palette.status.running,
    '@media (prefers-reduced-motion: no-preference)': {
      animation: '$pulse 1.5s ease-in-out infinite',
    },
  },
  '@keyframes pulse': { '50%': { opacity: 0.25 } },
  // where marks overlap, what went wrong lies above
  overPARTIAL_SUCCESS: { zIndex: 1 },
  overFAILURE: { zIndex: 2 },
  changes: {
    position: 'absolute',
    top: 0,
    left: '50%',
    display: 'flex',
    flexDirection: 'column',
    gap: 1,
    transform: 'translateX(-50%)',
    '& > span': {
      width: 8,
      height: 4,
      border: `1px solid ${theme.palette.background.paper}`,
      boxSizing: 'content-box',
    },
  },
  added: { backgroundColor: theme.palette.status.ok },
  updated: { backgroundColor: theme.palette.status.running },
  removed: { backgroundColor: theme.palette.status.error },
}));

/** One mark per sync; a single tab stop, with arrow keys to move. */
export function TimelineMarks(props: {
  syncs: SyncHistoryRecord[];
  running?: RunningSync;
  range: TimeRange;
  /** Of dragging over the marks. */
  handlers: ReturnType<typeof useBrush>['handlers'];
}) {
  const { syncs, running, range, handlers } = props;
  const { t, formatDateTime, formatDuration } = useStaticDataTranslation();
  const describe = useSyncWords();
  const classes = useStyles();
  const marks = [
    ...(running
      ? [
          {
            id: running.id,
            startTime: running.startTime,
            kind: 'running' as const,
            words: t('recentSyncs.running', {
              number: String(running.number),
            }),
          },
        ]
      : []),
    ...syncs.map(sync => ({
      id: sync.id,
      startTime: sync.startTime,
      kind: sync.status,
      stats: sync.stats,
      words: t('recentSyncs.mark', {
        status: t(`status.${sync.status}`),
        number: String(sync.number),
        time: formatDateTime(sync.startTime),
        duration: formatDuration(sync.durationMs),
        summary: describe(sync),
      }),
    })),
  ];
  const roving = useRovingFocus(marks.map(({ id }) => id).reverse(), {
    reversed: true,
  });

  return (
    // events bubble up from the links in the list
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <ul
      className={classes.list}
      aria-label={t('recentSyncs.marks')}
      onKeyDown={roving.onKeyDown}
      {...handlers}
    >
      {marks.map(({ id, startTime, ...mark }) => (
        <Mark
          key={id}
          {...mark}
          syncId={id}
          left={toPercent(Date.parse(startTime), range)}
          {...roving.itemProps(id)}
        />
      ))}
    </ul>
  );
}

/** A mark that links to a sync; ticks at its top tell whether it added, updated or removed anything. */
function Mark(props: {
  syncId: string;
  kind: SyncHistoryRecord['status'] | 'running';
  stats?: SyncHistoryRecord['stats'];
  words: string;
  /** Percent. */
  left: number;
  tabIndex: number;
  onFocus: () => void;
}) {
  const { syncId, kind, stats, words, left, ...focus } = props;
  const classes = useStyles();
  const toSync = useRouteRef(syncRouteRef);
  const changes = stats && [
    ['added', stats.entitiesAdded] as const,
    ['updated', stats.entitiesUpdated] as const,
    ['removed', stats.entitiesRemoved] as const,
  ];
  const above =
    kind === 'FAILURE' || kind === 'PARTIAL_SUCCESS'
      ? classes[`over${kind}`]
      : '';

  return (
    <li className={`${classes.place} ${above}`} style={{ left: `${left}%` }}>
      <Tooltip title={words}>
        <Link
          to={toSync({ syncId })}
          className={classes.link}
          aria-label={words}
          draggable={false}
          {...focus}
        >
          <span className={`${classes.bar} ${classes[kind]}`} />
          <span className={classes.changes}>
            {changes
              ?.filter(([, count]) => count > 0)
              .map(([name]) => (
                <span key={name} className={classes[name]} />
              ))}
          </span>
        </Link>
      </Tooltip>
    </li>
  );
}
