import {
  RunningSync,
  SteeringAct,
  SyncConfiguration,
  SyncHistoryRecord,
} from '@internal/plugin-static-data-common';
import { alpha, makeStyles } from '@material-ui/core/styles';
import { useBrush } from '../../hooks/useBrush';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import {
  findP95,
  findTopDuration,
  listConfigurationChanges,
  listTicks,
  TimeAxis,
  TimeRange,
  toPercent,
} from '../../lib/timeline';
import { ACTS_HEIGHT, SteeringMarks } from './SteeringMarks';
import { MARKS_HEIGHT, TimelineMarks } from './TimelineMarks';
import { Tooltip } from '../common/Tooltip';

/** Pixels. */
const LINE_HEIGHT = 22;
const AXIS_HEIGHT = 20;

/** Of the whole, in pixels. */
export const TIMELINE_HEIGHT =
  MARKS_HEIGHT + ACTS_HEIGHT + LINE_HEIGHT + AXIS_HEIGHT;

/** The part of the history that is shown; ISO 8601, UTC. */
interface ChosenTime {
  from?: string;
  to?: string;
}

const useStyles = makeStyles(theme => ({
  // room for marks at both ends
  root: { position: 'relative', margin: theme.spacing(0, 1) },
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
  p95: { stroke: theme.palette.divider, strokeDasharray: '4 4' },
  // dots, however the line is stretched
  cut: { strokeWidth: 6, strokeLinecap: 'round' },
  axis: {
    position: 'relative',
    height: AXIS_HEIGHT,
    borderTop: `1px solid ${theme.palette.divider}`,
  },
  configured: {
    position: 'absolute',
    top: -5,
    width: 8,
    height: 8,
    transform: 'translateX(-50%) rotate(45deg)',
    zIndex: 1,
    backgroundColor: theme.palette.text.primary,
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
    // on a telephone it would be on top of the one before
    [theme.breakpoints.down('xs')]: { fontSize: 0 },
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
  configuration: SyncConfiguration;
  /** Newest first. */
  acts: SteeringAct[];
  axis: TimeAxis;
  /** Of one sync, in percent. */
  markWidth: number;
  chosen: ChosenTime;
  onChoose: (time: ChosenTime) => void;
}) {
  const { syncs, running, configuration, acts, axis, chosen } = props;
  const { markWidth, onChoose } = props;
  const { t, formatTick, formatTimeZone, formatDateTime } =
    useStaticDataTranslation();
  const classes = useStyles();
  const choose = ({ start, end }: TimeRange) =>
    onChoose({
      from: new Date(start).toISOString(),
      to: new Date(end).toISOString(),
    });
  const brush = useBrush(axis, choose);
  const shown = brush.dragged ?? toChosenRange(chosen, axis);

  return (
    // time runs from left to right, as in the charts
    <div dir="ltr" className={classes.root} title={t('recentSyncs.drag')}>
      {shown && (
        <div
          className={classes.chosen}
          style={{
            left: `${toPercent(shown.start, axis)}%`,
            width: `${
              toPercent(shown.end, axis) - toPercent(shown.start, axis)
            }%`,
          }}
        />
      )}
      <TimelineMarks
        syncs={syncs}
        running={running}
        axis={axis}
        markWidth={markWidth}
        handlers={brush.handlers}
      />
      <SteeringMarks
        acts={acts}
        axis={axis}
        onChoose={time => onChoose({ from: time, to: undefined })}
      />
      <DurationLine syncs={syncs} axis={axis} />
      <div className={classes.axis}>
        <ConfigurationMarks
          syncs={syncs}
          configuration={configuration}
          axis={axis}
        />
        {listTicks(axis).map(tick => {
          const time = new Date(tick.start).toISOString();
          return (
            <button
              key={tick.start}
              type="button"
              className={`${classes.tick} ${
                tick.isLabelBefore ? classes.tickAtEnd : ''
              }`}
              style={{ left: `${toPercent(tick.start, axis)}%` }}
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

/** When the configuration changed, and what of it as far as the syncs tell. */
function ConfigurationMarks(props: {
  syncs: SyncHistoryRecord[];
  configuration: SyncConfiguration;
  axis: TimeAxis;
}) {
  const { syncs, configuration, axis } = props;
  const { t, formatDateTime } = useStaticDataTranslation();
  const classes = useStyles();
  return (
    <>
      {listConfigurationChanges(syncs, configuration, axis).map(
        ({ time, from, to }) => {
          const label = t('recentSyncs.configured', {
            time: formatDateTime(time),
          });
          const words = from && to ? `${label}: ${from} → ${to}` : label;
          return (
            <Tooltip key={time} title={words}>
              <span
                role="img"
                aria-label={words}
                className={classes.configured}
                style={{ left: `${toPercent(Date.parse(time), axis)}%` }}
              />
            </Tooltip>
          );
        },
      )}
    </>
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

/** How high the longest that is drawn to scale is, in percent; above it is what took longer. */
const SCALE = 80;

/** How long syncs took; what took far longer than most is marked at the top, and flattens nothing. */
function DurationLine(props: { syncs: SyncHistoryRecord[]; axis: TimeAxis }) {
  const { syncs, axis } = props;
  const classes = useStyles();
  const top = findTopDuration(syncs);
  const toY = (duration: number) =>
    duration > top ? 5 : 100 - (top > 0 ? (SCALE * duration) / top : 0);
  const points = [...syncs]
    .reverse()
    .map(
      ({ startTime, durationMs }) =>
        `${toPercent(Date.parse(startTime), axis)},${toY(durationMs)}`,
    );
  const cut = points.filter(
    (_, index) => syncs.at(-1 - index)!.durationMs > top,
  );

  return (
    <svg
      className={classes.line}
      viewBox="0 0 100 100"
      preserveAspectRatio="none"
      aria-hidden
    >
      <path
        className={classes.p95}
        d={`M0,${toY(findP95(syncs))}H100`}
        vectorEffect="non-scaling-stroke"
      />
      <polyline points={points.join(' ')} vectorEffect="non-scaling-stroke" />
      <path
        className={classes.cut}
        d={cut.map(point => `M${point}h0`).join('')}
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}
