import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { RunningSync } from '@internal/plugin-static-data-common';
import Typography from '@material-ui/core/Typography';
import { useNow } from '../../../hooks';
import { formatCount, formatElapsed } from '../../../lib/formatting';
import { staticDataTranslationRef } from '../../../translation';
import { StepProgressBar, useStepWords } from '../../common';

const SECOND_MS = 1000;

/** How far the sync has come that runs. */
export function RunningProgress(props: { running: RunningSync }) {
  const { startTime, step, progress } = props.running;
  const { t } = useTranslationRef(staticDataTranslationRef);
  const now = useNow(SECOND_MS);
  const stepWords = useStepWords();
  const steps = Object.keys(stepWords);
  const isCounted = progress !== undefined && progress.total > 0;
  const activity = useActivityWords(props.running, stepWords[step]);
  const facts = [
    t('actions.stepOf', {
      number: formatCount(steps.indexOf(step) + 1),
      total: formatCount(steps.length),
    }),
    isCounted &&
      t('actions.progress', {
        done: formatCount(progress.done),
        total: formatCount(progress.total),
      }),
    formatElapsed(now - Date.parse(startTime)),
  ];

  return (
    <>
      {/* says each step once; what counts on would be read out without end */}
      <Typography variant="body2" role="status">
        {activity}
      </Typography>
      <Typography variant="body2" color="textSecondary" gutterBottom>
        {facts.filter(Boolean).join(' · ')}
      </Typography>
      <StepProgressBar label={activity} progress={progress} />
    </>
  );
}

function useActivityWords(running: RunningSync, step: string): string {
  const { t } = useTranslationRef(staticDataTranslationRef);
  if (running.dryRun) {
    return t('actions.runningDryRun', { step });
  }
  switch (running.syncType) {
    case 'MANUAL':
      return t('actions.runningManual', { step });
    case 'PUSH':
      return t('actions.runningPush', { step });
    default:
      return t('actions.runningScheduled', { step });
  }
}
