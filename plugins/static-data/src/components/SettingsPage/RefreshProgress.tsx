import {
  RunningSync,
  SYNC_PHASES,
  SyncHistoryRecord,
  toSyncResult,
} from '@internal/plugin-static-data-common';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import Alert from '@material-ui/lab/Alert';
import { ReactNode, useState } from 'react';
import useInterval from 'react-use/esm/useInterval';
import {
  ManualRefreshState,
  RefreshOptions,
} from '../../hooks/useManualRefresh';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { useWaitWords } from '../../hooks/useWaitWords';
import { countReachedPhases, timePhases } from '../../lib/phases';
import { StepProgressBar } from '../common/layout';
import { SyncLink } from '../common/links';
import { clampLines } from '../common/styles';

const useStyles = makeStyles(theme => ({
  root: {
    // beside words, colour alone would not tell a link
    '& a': { textDecoration: 'underline' },
    overflowWrap: 'anywhere',
    [theme.breakpoints.up('sm')]: {
      // reserves room, so that nothing moves when a sync starts
      minHeight: '2.75rem',
    },
    [theme.breakpoints.up('md')]: {
      // beside the lines of the header
      order: 3,
      flex: 'none',
      maxWidth: '24rem',
    },
    [theme.breakpoints.only('md')]: {
      // between the word and the button, as beside the lines it would leave these too little room
      order: -1,
      flex: '1 1 0',
    },
  },
  // however many of its words there are
  running: { [theme.breakpoints.up('lg')]: { width: '24rem' } },
  words: {
    lineHeight: 1.4,
    [theme.breakpoints.up('md')]: clampLines(2),
  },
  inline: { display: 'inline' },
  lines: {
    lineHeight: 1.25,
    [theme.breakpoints.up('md')]: clampLines(2),
  },
  alert: { padding: theme.spacing(0, 1) },
  message: { padding: 0, lineHeight: 1.25 },
}));

/** The running sync, or the state of the one that the reader requested. */
export function RefreshProgress(props: {
  refresh: ManualRefreshState;
  runningSync: RunningSync | null;
  /** What the room is for until then. */
  children?: ReactNode;
}) {
  const { refresh, runningSync, children } = props;
  const { t, describeError } = useStaticDataTranslation();
  const classes = useStyles();
  const outcome = refresh.status === 'finished' && (
    <RefreshOutcome sync={refresh.sync} options={refresh.options} />
  );
  const activity =
    runningSync &&
    t(
      `actions.running.${runningSync.dryRun ? 'dryRun' : runningSync.syncType}`,
      {
        phase: t(`phase.${runningSync.phase}`),
      },
    );
  const hasFailed =
    refresh.status === 'finished' && toSyncResult(refresh.sync) === 'FAILURE';

  return (
    <div className={`${classes.root} ${runningSync ? classes.running : ''}`}>
      {children}
      <Typography
        variant="body2"
        component="div"
        className={runningSync ? classes.words : undefined}
      >
        {/* one element for all states: only what changes in it is announced */}
        <div role="status" className={runningSync ? classes.inline : undefined}>
          {activity ?? (
            <>
              {refresh.status === 'pending' && t('actions.queued')}
              {refresh.status === 'notPickedUp' && (
                <CutText>{t('actions.notPickedUp')}</CutText>
              )}
              {!hasFailed && outcome}
            </>
          )}
        </div>
        {runningSync && (
          <>
            {' · '}
            <RunningWords running={runningSync} />
          </>
        )}
      </Typography>
      {runningSync && activity && (
        <StepProgressBar label={activity} progress={runningSync.progress} />
      )}
      {hasFailed && !runningSync && <Problem>{outcome}</Problem>}
      {refresh.status === 'failed' && (
        <Problem>
          <CutText>
            {t('actions.failed', { message: describeError(refresh.error) })}
          </CutText>
        </Problem>
      )}
    </div>
  );
}

/** An error, no higher than its words. */
function Problem(props: { children: ReactNode }) {
  const classes = useStyles();
  return (
    <Alert
      severity="error"
      icon={false}
      classes={{ root: classes.alert, message: classes.message }}
    >
      {props.children}
    </Alert>
  );
}

/** Two lines of a wide page; the whole text is told by pointing at it. */
function CutText(props: { children: string }) {
  const classes = useStyles();
  return (
    <div className={classes.lines} title={props.children}>
      {props.children}
    </div>
  );
}

/** The outcome of the requested sync, with a link to it. */
function RefreshOutcome(props: {
  sync: SyncHistoryRecord;
  options: RefreshOptions;
}) {
  const { sync, options } = props;
  const { t, formatDuration } = useStaticDataTranslation();
  const values = {
    number: String(sync.number),
    status: t(`status.${toSyncResult(sync)}`),
    duration: formatDuration(sync.durationMs),
  };

  let outcome: string = t('actions.finished', values);
  if (options.ref) {
    outcome = t('actions.finishedPreview', { ...values, ref: options.ref });
  } else if (options.dryRun) {
    outcome = t('actions.finishedDryRun', values);
  }
  return (
    <>
      <CutText>
        {[outcome, sync.status === 'FAILURE' && sync.errors?.[0]?.error]
          .filter(Boolean)
          .join('. ')}
      </CutText>
      <SyncLink syncId={sync.id}>
        {options.dryRun ? t('actions.showDryRun') : t('actions.showSync')}
      </SyncLink>
    </>
  );
}

/** Counts, which change too often to announce. */
function RunningWords(props: { running: RunningSync }) {
  const { running } = props;
  const { id, number, progress, startTime } = running;
  const { t, formatElapsed, formatCount } = useStaticDataTranslation();
  const wait = useWaitWords(running);
  const [now, setNow] = useState(Date.now);
  useInterval(() => setNow(Date.now()), 1_000);
  const isCounted = progress !== undefined && progress.total > 0;
  const facts = [
    t('actions.phaseOf', {
      number: formatCount(countReachedPhases(timePhases(running, now))),
      total: formatCount(SYNC_PHASES.length),
    }),
    isCounted &&
      t('actions.progress', {
        done: formatCount(progress.done),
        total: formatCount(progress.total),
      }),
    formatElapsed(now - Date.parse(startTime)),
    wait,
  ];
  const words = facts.filter(Boolean).join(' · ');

  return (
    <>
      <SyncLink syncId={id}>#{number}</SyncLink>
      {' · '}
      <span title={words}>{words}</span>
    </>
  );
}
