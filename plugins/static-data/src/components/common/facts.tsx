import { SyncCommit } from '@internal/plugin-static-data-common';
import { makeStyles } from '@material-ui/core/styles';
import Tooltip from '@material-ui/core/Tooltip';
import { ReactNode } from 'react';
import { formatDateTime, formatRelativeTime } from '../../lib/formatting';
import { useStaticDataTranslation } from '../../translation';

const useFactListStyles = makeStyles(theme => ({
  list: { margin: 0 },
  fact: {
    display: 'grid',
    gridTemplateColumns: 'min(45%, 11rem) minmax(0, 1fr)',
    columnGap: theme.spacing(2),
    padding: theme.spacing(0.5, 0),
  },
  label: { ...theme.typography.body2, color: theme.palette.text.secondary },
  value: { ...theme.typography.body2, margin: 0, overflowWrap: 'anywhere' },
}));

export function FactList(props: { children: ReactNode }) {
  const classes = useFactListStyles();
  return <dl className={classes.list}>{props.children}</dl>;
}

/** One labelled value of a {@link FactList}. */
export function Fact(props: { label: ReactNode; children: ReactNode }) {
  const classes = useFactListStyles();
  return (
    <div className={classes.fact}>
      <dt className={classes.label}>{props.label}</dt>
      <dd className={classes.value}>{props.children}</dd>
    </div>
  );
}

export function AbsoluteTime(props: { time: string }) {
  return <time dateTime={props.time}>{formatDateTime(props.time)}</time>;
}

/** A time relative to now, with the absolute time as a tooltip. */
export function RelativeTime(props: { time: string }) {
  const { time } = props;
  return (
    <Tooltip title={formatDateTime(time)}>
      <time dateTime={time}>{formatRelativeTime(time)}</time>
    </Tooltip>
  );
}

const useCommitStyles = makeStyles({
  body: {
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
    margin: 0,
    maxHeight: '12rem',
    overflow: 'auto',
    fontFamily: 'inherit',
  },
});

/** The author, time and subject of a commit; the body of its message on demand. */
export function Commit(props: { commit: SyncCommit }) {
  const { author, message, time } = props.commit;
  const { t } = useStaticDataTranslation();
  const classes = useCommitStyles();
  const [subject, ...rest] = message.split('\n');
  const body = rest.join('\n').trim();
  return (
    <>
      <div>{subject}</div>
      <div>
        {author && t('sync.commitBy', { author })}
        {author && time && ', '}
        {time && <AbsoluteTime time={time} />}
      </div>
      {body && (
        <details>
          <summary>{t('sync.commitMessage')}</summary>
          <pre className={classes.body}>{body}</pre>
        </details>
      )}
    </>
  );
}

const useStackTraceStyles = makeStyles(theme => ({
  root: {
    ...theme.typography.caption,
    fontFamily: 'monospace',
    margin: 0,
    maxHeight: '16rem',
    overflow: 'auto',
  },
}));

export function StackTrace(props: { children: string }) {
  const { t } = useStaticDataTranslation();
  const classes = useStackTraceStyles();
  return (
    <details>
      <summary>{t('findings.stackTrace')}</summary>
      <pre className={classes.root}>{props.children}</pre>
    </details>
  );
}
