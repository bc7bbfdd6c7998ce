import {
  RunningSync,
  SyncHistoryRecord,
  toSyncResult,
} from '@internal/plugin-static-data-common';
import { makeStyles } from '@material-ui/core/styles';
import { ComponentProps } from 'react';
import { useBrush } from '../../hooks/useBrush';
import { useRovingFocus } from '../../hooks/useRovingFocus';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { useSyncWords } from '../../hooks/useSyncWords';
import { TimeAxis, toPercent } from '../../lib/timeline';
import { MarkLink } from '../common/marks';

/** Pixels. */
export const MARKS_HEIGHT = 38;

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
    maxWidth: 10,
    transform: 'translateX(-50%)',
    // as wide as a finger needs it
    [theme.breakpoints.down('xs')]: { maxWidth: 'none' },
  },
  changes: {
    position: 'absolute',
    top: 0,
    left: '50%',
    width: '100%',
    maxWidth: 10,
    transform: 'translateX(-50%)',
    display: 'flex',
    flexDirection: 'column',
    gap: 1,
    '& > span': {
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
  axis: TimeAxis;
  /** Percent. */
  markWidth: number;
  /** Of dragging over the marks. */
  handlers: ReturnType<typeof useBrush>['handlers'];
}) {
  const { syncs, running, axis, markWidth, handlers } = props;
  const { t, formatDateTime, formatDuration } = useStaticDataTranslation();
  const describe = useSyncWords();
  const classes = useStyles();
  const marks = [
    // it may be in both lists until the page hears of its end
    ...(running && syncs.every(({ id }) => id !== running.id)
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
      kind: toSyncResult(sync),
      stats: sync.stats,
      words: t('recentSyncs.mark', {
        status: t(`status.${toSyncResult(sync)}`),
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
          left={toPercent(Date.parse(startTime), axis)}
          width={markWidth}
          {...roving.itemProps(id)}
        />
      ))}
    </ul>
  );
}

/** A mark that links to a sync; ticks at its top tell whether it added, updated or removed anything. */
function Mark(
  props: {
    /** Percent. */
    left: number;
    width: number;
    stats?: SyncHistoryRecord['stats'];
  } & Omit<ComponentProps<typeof MarkLink>, 'children'>,
) {
  const { left, width, stats, ...link } = props;
  const classes = useStyles();
  const changes = stats && [
    ['added', stats.entitiesAdded] as const,
    ['updated', stats.entitiesUpdated] as const,
    ['removed', stats.entitiesRemoved] as const,
  ];

  return (
    <li
      className={classes.place}
      style={{ left: `${left}%`, width: `${width}%` }}
    >
      <MarkLink {...link}>
        <span className={classes.changes}>
          {changes
            ?.filter(([, count]) => count > 0)
            .map(([name]) => (
              <span
                key={name}
                data-testid={`tick-${name}`}
                className={classes[name]}
              />
            ))}
        </span>
      </MarkLink>
    </li>
  );
}
