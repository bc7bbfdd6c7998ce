import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import {
  percentile,
  RunningSync,
  SyncHistoryRecord,
} from '@internal/plugin-static-data-common';
import { alpha, makeStyles } from '@material-ui/core/styles';
import Tooltip from '@material-ui/core/Tooltip';
import { KeyboardEvent, PointerEvent, useRef, useState } from 'react';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { useSyncWords } from '../../hooks/useSyncWords';
import {
  listTicks,
  TimeRange,
  toPercent,
  toTime,
  toTimeRange,
} from '../../lib/timeline';
import { syncRouteRef } from '../../routes';

/** Pixels. */
const MARKS_HEIGHT = 44;
const LINE_HEIGHT = 28;
const AXIS_HEIGHT = 22;

/** Of the whole, in pixels. */
export const TIMELINE_HEIGHT = MARKS_HEIGHT + LINE_HEIGHT + AXIS_HEIGHT;

/** Percent; a label further to the right stands before its tick, because behind it is no room. */
const LAST_LABEL = 85;

/** What moves less than this, in pixels, is a click. */
const DRAG_DISTANCE = 6;

/** The part of the history that is shown; ISO 8601, UTC. */
interface ChosenTime {
  from?: string;
  to?: string;
}

const useStyles = makeStyles(theme => ({
  // room for marks at both ends
  root: { position: 'relative', margin: theme.spacing(0, 1) },
  marks: {
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
  chosen: {
    position: 'absolute',
    top: 0,
    bottom: AXIS_HEIGHT,
    pointerEvents: 'none',
    backgroundColor: alpha(theme.palette.status.running, 0.15),
  },
  line: {
    display: 'block',
    width: '100%',
    height: LINE_HEIGHT,
    overflow: 'visible',
    fill: 'none',
    stroke: theme.palette.text.secondary,
    strokeWidth: 1.5,
  },
  cap: { stroke: theme.palette.divider, strokeDasharray: '4 4' },
  axis: {
    position: 'relative',
    height: AXIS_HEIGHT,
    borderTop: `1px solid ${theme.palette.divider}`,
  },
  tick: {
    ...theme.typography.caption,
    position: 'absolute',
    height: AXIS_HEIGHT,
    padding: theme.spacing(0, 0.5),
    border: 'none',
    borderInlineStart: `1px solid ${theme.palette.divider}`,
    background: 'none',
    color: theme.palette.text.secondary,
    whiteSpace: 'nowrap',
    cursor: 'pointer',
    '&:hover': { color: theme.palette.text.primary },
    '&:focus-visible': { outline: `2px solid ${theme.palette.text.primary}` },
  },
  tickAtEnd: {
    transform: 'translateX(-100%)',
    borderInlineStart: 'none',
    borderInlineEnd: `1px solid ${theme.palette.divider}`,
  },
}));

/**
 * The latest syncs on an axis of time: marks for their outcomes and changes, and a line for how long
 * they took.
 */
export function Timeline(props: {
  /** Newest first; at least one. */
  syncs: SyncHistoryRecord[];
  running?: RunningSync;
  chosen: ChosenTime;
  onChoose: (time: ChosenTime) => void;
}) {
  const { syncs, running, chosen, onChoose } = props;
  const { t, formatTick, formatTimeZone, formatDateTime } =
    useStaticDataTranslation();
  const classes = useStyles();
  const range = toTimeRange(
    syncs.map(({ startTime }) => startTime),
    Date.now(),
  );
  const choose = ({ start, end }: TimeRange) =>
    onChoose({
      from: new Date(start).toISOString(),
      to: new Date(end).toISOString(),
    });
  const brush = useBrush(range, choose);
  const shown = brush.dragged ?? toChosenRange(chosen, range);

  return (
    // time runs from left to right, as in the charts
    <div dir="ltr" className={classes.root} title={t('recentSyncs.drag')}>
      {shown && (
        <div
          className={classes.chosen}
          style={{
            left: `${toPercent(shown.start, range)}%`,
            width: `${
              toPercent(shown.end, range) - toPercent(shown.start, range)
            }%`,
          }}
        />
      )}
      <Marks syncs={syncs} running={running} range={range} brush={brush} />
      <DurationLine syncs={syncs} range={range} />
      <div className={classes.axis}>
        {listTicks(range).map(tick => {
          const time = new Date(tick.start).toISOString();
          const left = toPercent(tick.start, range);
          return (
            <button
              key={tick.start}
              type="button"
              className={`${classes.tick} ${
                left > LAST_LABEL ? classes.tickAtEnd : ''
              }`}
              style={{ left: `${left}%` }}
              aria-label={t('recentSyncs.showFrom', {
                time: formatDateTime(time),
              })}
              title={formatTimeZone(time)}
              onClick={() => choose(tick)}
            >
              {formatTick(tick.start, tick.isDay)}
            </button>
          );
        })}
      </div>
    </div>
  );
}

/** The part of a range that the history shows, if that is only a part of it. */
function toChosenRange(
  { from, to }: ChosenTime,
  range: TimeRange,
): TimeRange | undefined {
  if (!from && !to) {
    return undefined;
  }
  const start = Math.max(range.start, from ? Date.parse(from) : -Infinity);
  const end = Math.min(range.end, to ? Date.parse(to) : Infinity);
  return start < end ? { start, end } : undefined;
}

/** Lets readers drag over an element to choose a time. */
function useBrush(range: TimeRange, onChoose: (time: TimeRange) => void) {
  const startX = useRef<number>();
  const hasDragged = useRef(false);
  const [dragged, setDragged] = useState<TimeRange>();

  const timesOf = ({ currentTarget, clientX }: PointerEvent) => {
    const { left, width } = currentTarget.getBoundingClientRect();
    const times = [startX.current ?? clientX, clientX].map(x =>
      toTime((x - left) / width, range),
    );
    return { start: Math.min(...times), end: Math.max(...times) };
  };
  const stop = () => {
    startX.current = undefined;
    setDragged(undefined);
  };
  return {
    /** What has been dragged over so far. */
    dragged,
    handlers: {
      onPointerDown: (event: PointerEvent) => {
        startX.current = event.button === 0 ? event.clientX : undefined;
        hasDragged.current = false;
      },
      onPointerMove: (event: PointerEvent) => {
        const { current: start } = startX;
        if (
          start !== undefined &&
          (hasDragged.current ||
            Math.abs(event.clientX - start) >= DRAG_DISTANCE)
        ) {
          hasDragged.current = true;
          event.currentTarget.setPointerCapture?.(event.pointerId);
          setDragged(timesOf(event));
        }
      },
      onPointerUp: (event: PointerEvent) => {
        if (startX.current !== undefined && hasDragged.current) {
          onChoose(timesOf(event));
        }
        stop();
      },
      onPointerCancel: stop,
      // the link under the pointer is not what the reader meant
      onClickCapture: (event: {
        preventDefault(): void;
        stopPropagation(): void;
      }) => {
        if (hasDragged.current) {
          event.preventDefault();
          event.stopPropagation();
          hasDragged.current = false;
        }
      },
    },
  };
}

/** One mark per sync; a single tab stop, with arrow keys to move. */
function Marks(props: {
  syncs: SyncHistoryRecord[];
  running?: RunningSync;
  range: TimeRange;
  brush: ReturnType<typeof useBrush>;
}) {
  const { syncs, running, range, brush } = props;
  const { t, formatDateTime, formatDuration } = useStaticDataTranslation();
  const describe = useSyncWords();
  const classes = useStyles();
  const list = useRef<HTMLUListElement>(null);
  const [reachedId, setReachedId] = useState<string>();
  const marks = [
    ...(running
      ? [
          {
            ...running,
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
  const reached = Math.max(
    0,
    marks.findIndex(({ id }) => id === reachedId),
  );

  const onKeyDown = (event: KeyboardEvent) => {
    const oldest = marks.length - 1;
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
    // events bubble up from the links in the list
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <ul
      ref={list}
      className={classes.marks}
      aria-label={t('recentSyncs.marks')}
      onKeyDown={onKeyDown}
      {...brush.handlers}
    >
      {marks.map(({ id, startTime, ...mark }, index) => (
        <Mark
          key={id}
          {...mark}
          syncId={id}
          left={toPercent(Date.parse(startTime), range)}
          isTabStop={index === reached}
          onFocus={() => setReachedId(id)}
        />
      ))}
    </ul>
  );
}

const useMarkStyles = makeStyles(theme => ({
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

/** A mark that links to a sync; ticks at its top tell whether it added, updated or removed anything. */
function Mark(props: {
  syncId: string;
  kind: SyncHistoryRecord['status'] | 'running';
  stats?: SyncHistoryRecord['stats'];
  words: string;
  /** Percent. */
  left: number;
  isTabStop: boolean;
  onFocus: () => void;
}) {
  const { syncId, kind, stats, words, left, isTabStop, onFocus } = props;
  const classes = useMarkStyles();
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
          tabIndex={isTabStop ? 0 : -1}
          draggable={false}
          onFocus={onFocus}
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

/** The duration that 95 of 100 syncs do not exceed; milliseconds. */
export function findP95(syncs: SyncHistoryRecord[]): number {
  const durations = syncs.map(({ durationMs }) => durationMs);
  return percentile(
    durations.sort((a, b) => a - b),
    95,
  );
}

/** How long syncs took; what took longer than almost all is drawn at the top, and flattens nothing. */
function DurationLine(props: { syncs: SyncHistoryRecord[]; range: TimeRange }) {
  const { syncs, range } = props;
  const classes = useStyles();
  const p95 = findP95(syncs);
  const points = [...syncs].reverse().map(({ startTime, durationMs }) => {
    const share = p95 > 0 ? Math.min(1, durationMs / p95) : 0;
    return `${toPercent(Date.parse(startTime), range)},${100 - 80 * share}`;
  });

  return (
    <svg
      className={classes.line}
      viewBox="0 0 100 100"
      preserveAspectRatio="none"
      aria-hidden
    >
      <path
        className={classes.cap}
        d="M0,20H100"
        vectorEffect="non-scaling-stroke"
      />
      <polyline points={points.join(' ')} vectorEffect="non-scaling-stroke" />
    </svg>
  );
}
