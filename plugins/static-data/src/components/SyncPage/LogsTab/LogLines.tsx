import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { SyncLogLine } from '@internal/plugin-static-data-common';
import { alpha, makeStyles } from '@material-ui/core/styles';
import { formatTime } from '../../../lib/formatting';
import { staticDataTranslationRef } from '../../../translation';

const useStyles = makeStyles(theme => ({
  root: {
    margin: 0,
    padding: theme.spacing(1),
    maxHeight: '60vh',
    overflow: 'auto',
    border: `1px solid ${theme.palette.divider}`,
    borderRadius: theme.shape.borderRadius,
    fontFamily: 'monospace',
    fontSize: theme.typography.body2.fontSize,
    listStyle: 'none',
  },
  line: {
    display: 'flex',
    gap: theme.spacing(2),
    contentVisibility: 'auto',
    containIntrinsicSize: 'auto 1.5em',
  },
  time: {
    color: theme.palette.text.secondary,
    whiteSpace: 'nowrap',
  },
  level: {
    width: '3.5em',
    flexShrink: 0,
  },
  debug: { color: theme.palette.text.secondary },
  info: {},
  warn: { fontWeight: 'bold' },
  error: {
    fontWeight: 'bold',
    backgroundColor: alpha(theme.palette.status.error, 0.18),
  },
  message: {
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
  },
}));

/** Lines of a log, oldest first. */
export function LogLines(props: { lines: SyncLogLine[]; live: boolean }) {
  const { lines, live } = props;
  const { t } = useTranslationRef(staticDataTranslationRef);
  const classes = useStyles();
  return (
    <div
      role="log"
      aria-label={t('syncPage.tabs.logs')}
      aria-live={live ? 'polite' : 'off'}
      // what scrolls has to be reachable with the keyboard
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      className={classes.root}
    >
      {lines.map(({ time, level, message }, index) => (
        <div key={index} className={classes.line}>
          <time className={classes.time} dateTime={time}>
            {formatTime(new Date(time))}
          </time>
          <span className={`${classes.level} ${classes[level]}`}>{level}</span>
          <span className={classes.message}>{message}</span>
        </div>
      ))}
    </div>
  );
}
