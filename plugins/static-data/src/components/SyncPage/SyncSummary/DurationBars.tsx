import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { formatDuration } from '../../../lib/formatting';

/** Something that took its time. */
export interface Span {
  label: string;
  durationMs: number;
  /** When it began, from the start of all; 0 unless given. */
  offsetMs?: number;
}

const useStyles = makeStyles(theme => ({
  list: {
    listStyle: 'none',
    margin: 0,
    padding: 0,
  },
  label: {
    display: 'flex',
    justifyContent: 'space-between',
    gap: theme.spacing(2),
    overflowWrap: 'anywhere',
  },
  duration: {
    whiteSpace: 'nowrap',
  },
  track: {
    height: 8,
    marginBottom: theme.spacing(1),
    borderRadius: 4,
    backgroundColor: theme.palette.action.selected,
    overflow: 'hidden',
  },
  bar: {
    height: '100%',
    minWidth: 3,
    borderRadius: 4,
    backgroundColor:
      theme.palette.type === 'dark'
        ? theme.palette.primary.light
        : theme.palette.primary.main,
  },
}));

/** Durations as numbers, and as bars of a common scale. */
export function DurationBars(props: { spans: Span[]; totalMs: number }) {
  const { spans, totalMs } = props;
  const classes = useStyles();
  const percent = (ms: number) => `${(100 * ms) / Math.max(totalMs, 1)}%`;
  return (
    <ol className={classes.list}>
      {spans.map(({ label, durationMs, offsetMs = 0 }) => (
        <li key={label}>
          <Typography variant="body2" component="div" className={classes.label}>
            <span>{label}</span>
            <span className={classes.duration}>
              {formatDuration(durationMs)}
            </span>
          </Typography>
          <div className={classes.track} aria-hidden>
            <div
              className={classes.bar}
              style={{
                marginLeft: percent(offsetMs),
                width: percent(durationMs),
              }}
            />
          </div>
        </li>
      ))}
    </ol>
  );
}
