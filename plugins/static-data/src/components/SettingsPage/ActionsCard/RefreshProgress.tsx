import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { RunningSync } from '@internal/plugin-static-data-common';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import Alert from '@material-ui/lab/Alert';
import { ManualRefreshState } from '../../../hooks';
import { staticDataTranslationRef } from '../../../translation';
import { RefreshOutcome } from './RefreshOutcome';
import { RunningProgress } from './RunningProgress';

const useStyles = makeStyles({
  root: {
    // room for what a sync has to say, so that nothing moves when one starts
    minHeight: '4.5rem',
    overflowWrap: 'anywhere',
  },
});

/** What runs, what the reader waits for, and how it ended. */
export function RefreshProgress(props: {
  refresh: ManualRefreshState;
  runningSync: RunningSync | null;
}) {
  const { refresh, runningSync } = props;
  const { t } = useTranslationRef(staticDataTranslationRef);
  const classes = useStyles();

  return (
    <div className={classes.root}>
      {runningSync ? (
        <RunningProgress running={runningSync} />
      ) : (
        <div role="status">
          <Typography variant="body2" component="div">
            {refresh.phase === 'pending' && t('actions.queued')}
            {refresh.phase === 'notPickedUp' && t('actions.notPickedUp')}
            {refresh.phase === 'finished' && (
              <RefreshOutcome sync={refresh.sync} options={refresh.options} />
            )}
          </Typography>
        </div>
      )}
      {refresh.phase === 'failed' && (
        <Alert severity="error">
          {t('actions.failed', { message: refresh.error.message })}
        </Alert>
      )}
    </div>
  );
}
