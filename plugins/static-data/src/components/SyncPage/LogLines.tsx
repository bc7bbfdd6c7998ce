import {
  RecordedLogLine,
  SyncPhase,
  SyncPhaseTiming,
} from '@internal/plugin-static-data-common';
import Button from '@material-ui/core/Button';
import { alpha, makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import ExpandLessIcon from '@material-ui/icons/ExpandLess';
import ExpandMoreIcon from '@material-ui/icons/ExpandMore';
import { useEffect, useMemo, useRef, useState } from 'react';
import { Link, useSearchParams } from 'react-router-dom';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { PLAIN_LIST } from '../common/styles';
import { VirtualList } from '../common/VirtualList';

const useStyles = makeStyles(theme => ({
  head: {
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'space-between',
  },
  root: {
    padding: theme.spacing(1),
    maxHeight: '60vh',
    overflow: 'auto',
    border: `1px solid ${theme.palette.divider}`,
    borderRadius: theme.shape.borderRadius,
    fontFamily: 'monospace',
    fontSize: theme.typography.body2.fontSize,
  },
  list: { ...PLAIN_LIST },
  phase: {
    ...theme.typography.body2,
    fontWeight: 'bold',
    justifyContent: 'flex-start',
  },
  line: {
    display: 'flex',
    columnGap: theme.spacing(2),
    [theme.breakpoints.down('xs')]: { flexWrap: 'wrap' },
  },
  wanted: { backgroundColor: alpha(theme.palette.status.warning, 0.25) },
  number: {
    minWidth: '3em',
    flexShrink: 0,
    color: theme.palette.text.secondary,
    textAlign: 'end',
  },
  time: { color: theme.palette.text.secondary, whiteSpace: 'nowrap' },
  level: { width: '3.5em', flexShrink: 0 },
  debug: { color: theme.palette.text.secondary },
  info: {},
  warn: { fontWeight: 'bold' },
  error: {
    fontWeight: 'bold',
    backgroundColor: alpha(theme.palette.status.error, 0.18),
  },
  message: { whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', minWidth: 0 },
}));

/** What a row of the log is: the head of a phase, or a line. */
type LogRow = { phase: SyncPhase; count: number } | RecordedLogLine;

/** Of a line, in pixels. */
const ESTIMATED_HEIGHT = 21;

/** How near the end of the log a reader has to be to follow it, in pixels. */
const FOLLOWS_WITHIN = 40;

/** Lines of a log, under their phases. */
export function LogLines(props: {
  lines: RecordedLogLine[];
  phases: SyncPhaseTiming[];
  /** Whether more lines are being written. */
  live: boolean;
  /** Number of the line that the reader came for. */
  wanted: number;
  onEnd?: () => void;
}) {
  const { lines, phases, live, wanted, onEnd } = props;
  const { t, formatTimeZone } = useStaticDataTranslation();
  const classes = useStyles();
  const [folded, setFolded] = useState<SyncPhase[]>([]);
  const rows = useMemo(() => toRows(lines, folded), [lines, folded]);
  const shownPhases = rows.flatMap(row => ('count' in row ? [row.phase] : []));
  const allFolded = shownPhases.every(phase => folded.includes(phase));
  const toggle = (phase: SyncPhase) =>
    setFolded(
      folded.includes(phase)
        ? folded.filter(other => other !== phase)
        : [...folded, phase],
    );
  const { ref, onScroll } = useFollowing(live && !wanted, rows);

  return (
    <>
      <div className={classes.head}>
        <Typography variant="body2" color="textSecondary">
          {t('syncPage.timeZone', { zone: formatTimeZone(lines[0].time) })}
        </Typography>
        <Button
          size="small"
          onClick={() => setFolded(allFolded ? [] : shownPhases)}
        >
          {allFolded ? t('changeList.expandAll') : t('changeList.collapseAll')}
        </Button>
      </div>
      <div
        ref={ref}
        onScroll={onScroll}
        role="log"
        aria-label={t('syncPage.tabs.logs')}
        aria-live={live ? 'polite' : 'off'}
        // scrollable content must be reachable with the keyboard
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        className={classes.root}
      >
        <VirtualList
          items={rows}
          keyOf={keyOfRow}
          estimatedHeight={ESTIMATED_HEIGHT}
          className={classes.list}
          onEnd={onEnd}
          scrollTo={wanted ? String(wanted) : undefined}
          renderItem={row =>
            'count' in row ? (
              <PhaseHead
                phase={row.phase}
                count={row.count}
                durationMs={
                  phases.find(({ phase }) => phase === row.phase)?.durationMs
                }
                open={!folded.includes(row.phase)}
                onToggle={() => toggle(row.phase)}
              />
            ) : (
              <LogLine line={row} isWanted={row.number === wanted} />
            )
          }
        />
      </div>
    </>
  );
}

function keyOfRow(row: LogRow): string {
  return 'count' in row ? row.phase : String(row.number);
}

/** The lines of each phase together, in the order in which the phases began. */
function toRows(lines: RecordedLogLine[], folded: SyncPhase[]): LogRow[] {
  const phases = new Map<SyncPhase, RecordedLogLine[]>();
  for (const line of lines) {
    const ofPhase = phases.get(line.phase);
    if (ofPhase) {
      ofPhase.push(line);
    } else {
      phases.set(line.phase, [line]);
    }
  }
  return [...phases].flatMap(([phase, ofPhase]) => [
    { phase, count: ofPhase.length },
    ...(folded.includes(phase) ? [] : ofPhase),
  ]);
}

/** Keeps the end of a log in sight while it grows, unless the reader has scrolled away from it. */
function useFollowing(live: boolean, rows: LogRow[]) {
  const ref = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  useEffect(() => {
    const box = ref.current;
    if (live && isAtEnd.current && box) {
      box.scrollTop = box.scrollHeight;
    }
  }, [live, rows]);
  const onScroll = () => {
    const box = ref.current;
    isAtEnd.current =
      box !== null &&
      box.scrollHeight - box.scrollTop - box.clientHeight < FOLLOWS_WITHIN;
  };
  return { ref, onScroll };
}

function PhaseHead(props: {
  phase: SyncPhase;
  count: number;
  durationMs?: number;
  open: boolean;
  onToggle: () => void;
}) {
  const { phase, count, durationMs, open, onToggle } = props;
  const { t, countParams, formatDuration } = useStaticDataTranslation();
  const classes = useStyles();
  return (
    <Button
      size="small"
      fullWidth
      className={classes.phase}
      aria-expanded={open}
      onClick={onToggle}
      startIcon={open ? <ExpandLessIcon /> : <ExpandMoreIcon />}
    >
      {[
        t(`phase.${phase}`),
        durationMs !== undefined && formatDuration(durationMs),
        t('syncPage.lines', countParams(count)),
      ]
        .filter(Boolean)
        .join(' · ')}
    </Button>
  );
}

function LogLine(props: { line: RecordedLogLine; isWanted: boolean }) {
  const { line, isWanted } = props;
  const { number, time, level, message } = line;
  const { t, formatLogTime, formatCount } = useStaticDataTranslation();
  const classes = useStyles();
  const [searchParams] = useSearchParams();
  const address = new URLSearchParams(searchParams);
  address.set('tab', 'logs');
  address.set('line', String(number));
  return (
    <div className={`${classes.line} ${isWanted ? classes.wanted : ''}`}>
      <Link
        to={`?${address}`}
        replace
        className={classes.number}
        aria-label={t('syncPage.lineLink', { number: formatCount(number) })}
        aria-current={isWanted || undefined}
      >
        {number}
      </Link>
      <time className={classes.time} dateTime={time}>
        {formatLogTime(time)}
      </time>
      <span className={`${classes.level} ${classes[level]}`}>{level}</span>
      <span className={classes.message}>{message}</span>
    </div>
  );
}
