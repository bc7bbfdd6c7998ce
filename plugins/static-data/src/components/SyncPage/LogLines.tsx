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
    textAlign: 'start',
    textTransform: 'none',
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

/**
 * Lines of one phase that follow each other. A phase may go on after another one, and what is new
 * belongs at the end.
 */
interface PhaseRun {
  phase: SyncPhase;
  lines: RecordedLogLine[];
}

/** What a row of the log is: the head of a run, or a line. */
type LogRow = PhaseRun | RecordedLogLine;

/** Of a line, in pixels. */
const ESTIMATED_HEIGHT = 21;

/** How near the end of the log a reader has to be to follow it, in pixels. */
const FOLLOWS_WITHIN = 40;

/** Lines of a log in their order, under their phases. */
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
  const [folded, setFolded] = useState<string[]>([]);
  const runs = useMemo(() => toRuns(lines), [lines]);
  const rows = useMemo(() => toRows(runs, folded), [runs, folded]);
  const allFolded = runs.every(run => folded.includes(keyOfRow(run)));
  const toggle = (key: string) =>
    setFolded(
      folded.includes(key)
        ? folded.filter(other => other !== key)
        : [...folded, key],
    );
  /** Of a phase that ran in one go; the time of another one is not that of a run. */
  const durationOf = ({ phase }: PhaseRun) =>
    runs.filter(run => run.phase === phase).length === 1
      ? phases.find(timing => timing.phase === phase)?.durationMs
      : undefined;
  const { ref, onScroll } = useFollowing(live && !wanted, rows);

  return (
    <>
      <div className={classes.head}>
        <Typography variant="body2" color="textSecondary">
          {t('syncPage.timeZone', { zone: formatTimeZone(lines[0].time) })}
        </Typography>
        <Button
          size="small"
          onClick={() => setFolded(allFolded ? [] : runs.map(keyOfRow))}
        >
          {allFolded ? t('changeList.expandAll') : t('changeList.collapseAll')}
        </Button>
      </div>
      <div
        ref={ref}
        onScroll={onScroll}
        role="log"
        aria-label={t('syncPage.tabs.logs')}
        // lines come and go while it scrolls; the footer says how many there are
        aria-live="off"
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
            'lines' in row ? (
              <PhaseHead
                run={row}
                durationMs={durationOf(row)}
                open={!folded.includes(keyOfRow(row))}
                onToggle={() => toggle(keyOfRow(row))}
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
  return 'lines' in row ? `from ${row.lines[0].number}` : String(row.number);
}

function toRuns(lines: RecordedLogLine[]): PhaseRun[] {
  const runs: PhaseRun[] = [];
  for (const line of lines) {
    const last = runs.at(-1);
    if (last?.phase === line.phase) {
      last.lines.push(line);
    } else {
      runs.push({ phase: line.phase, lines: [line] });
    }
  }
  return runs;
}

function toRows(runs: PhaseRun[], folded: string[]): LogRow[] {
  return runs.flatMap(run => [
    run,
    ...(folded.includes(keyOfRow(run)) ? [] : run.lines),
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
  run: PhaseRun;
  durationMs?: number;
  open: boolean;
  onToggle: () => void;
}) {
  const { run, durationMs, open, onToggle } = props;
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
        t(`phase.${run.phase}`),
        durationMs !== undefined && formatDuration(durationMs),
        t('syncPage.lines', countParams(run.lines.length)),
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
