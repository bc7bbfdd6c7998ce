import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { RunningSync } from '@internal/plugin-static-data-common';
import Typography from '@material-ui/core/Typography';
import { formatCount } from '../../lib/formatting';
import { staticDataTranslationRef } from '../../translation';
import {
  Fact,
  FactList,
  RelativeTime,
  SectionCard,
  StepProgressBar,
  SyncTypeLabel,
  TriggeredBy,
  useStepWords,
} from '../common';

/** How far a sync has come that has not ended; without `running` it has not started either. */
export function RunningSummary(props: { running?: RunningSync }) {
  const { running } = props;
  const { t } = useTranslationRef(staticDataTranslationRef);
  const title = running
    ? t('syncPage.runningTitle')
    : t('syncPage.queuedTitle');
  return (
    <SectionCard title={title} autoHeight>
      {running ? (
        <>
          <RunningStep running={running} />
          <FactList>
            <Fact label={t('sync.type')}>
              <SyncTypeLabel sync={running} />
            </Fact>
            <Fact label={t('sync.triggeredBy')}>
              <TriggeredBy sync={running} />
            </Fact>
            <Fact label={t('sync.started')}>
              <RelativeTime time={running.startTime} />
            </Fact>
          </FactList>
        </>
      ) : (
        <Typography>{t('syncPage.queuedDescription')}</Typography>
      )}
    </SectionCard>
  );
}

function RunningStep(props: { running: RunningSync }) {
  const { step, progress } = props.running;
  const { t } = useTranslationRef(staticDataTranslationRef);
  const words = useStepWords()[step];
  const label = progress
    ? t('syncPage.stepProgress', {
        step: words,
        done: formatCount(progress.done),
        total: formatCount(progress.total),
      })
    : words;
  return (
    <>
      <Typography gutterBottom>{label}</Typography>
      <StepProgressBar label={label} progress={progress} />
    </>
  );
}
