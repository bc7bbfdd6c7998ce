import { RunningSync, SYNC_PHASES } from '@internal/plugin-static-data-common';
import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { ReactNode, useState } from 'react';
import useInterval from 'react-use/esm/useInterval';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { useWaitWords } from '../../hooks/useWaitWords';
import { countReachedPhases, timePhases } from '../../lib/phases';
import {
  Fact,
  FactList,
  RelativeTime,
  SourceFact,
  SyncOriginFacts,
} from '../common/facts';
import { StepProgressBar } from '../common/layout';
import { PhaseBars } from './DurationBars';

const SECOND_MS = 1_000;

const useStyles = makeStyles(theme => ({
  root: {
    padding: theme.spacing(2),
    '& > * + *': { marginTop: theme.spacing(2) },
  },
  head: {
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(2),
    // as high as with a button
    minHeight: '2.25rem',
  },
  words: { flex: 1, minWidth: 0 },
}));

/** How far a running sync has come. */
export function RunningSummary(props: {
  running: RunningSync;
  /** What can be done about it. */
  action: ReactNode;
}) {
  const { running, action } = props;
  const { phase, progress, startTime } = running;
  const { t, formatCount, formatElapsed } = useStaticDataTranslation();
  const classes = useStyles();
  const [now, setNow] = useState(Date.now);
  useInterval(() => setNow(Date.now()), SECOND_MS);
  const wait = useWaitWords(running);
  const name = t(`phase.${phase}`);
  const label = progress
    ? t('syncPage.phaseProgress', {
        phase: name,
        done: formatCount(progress.done),
        total: formatCount(progress.total),
      })
    : name;
  const phases = timePhases(running, now);

  return (
    <Paper
      component="section"
      aria-label={t('syncPage.runningTitle')}
      className={classes.root}
    >
      <div className={classes.head}>
        <Typography className={classes.words}>
          {label}
          {' · '}
          {t('actions.phaseOf', {
            number: formatCount(countReachedPhases(phases)),
            total: formatCount(SYNC_PHASES.length),
          })}
          {' · '}
          {formatElapsed(now - Date.parse(startTime))}
          {wait && ` · ${wait}`}
        </Typography>
        {action}
      </div>
      <StepProgressBar label={label} progress={progress} />
      <FactList layout="columns">
        <SourceFact sourceId={running.source} />
        <SyncOriginFacts sync={running} />
        <Fact label={t('sync.started')}>
          <RelativeTime time={startTime} />
        </Fact>
      </FactList>
      <PhaseBars isRunning phases={phases} />
    </Paper>
  );
}
