import { useApi } from '@backstage/core-plugin-api';
import { SyncSource } from '@internal/plugin-static-data-common';
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { useState } from 'react';
import useAsyncFn from 'react-use/esm/useAsyncFn';
import { staticDataApiRef } from '../../api/StaticDataApi';
import { useOverrideAccess } from '../../hooks/useAccess';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { SyncLink } from '../common/links';
import { TextDialog } from '../common/TextDialog';

const useStyles = makeStyles(theme => ({
  button: { marginTop: theme.spacing(0.5) },
}));

/** Says what becomes of the entities of a source that has left the configuration, and lets them go. */
export function LeftNote(props: { source: SyncSource }) {
  const { id, entityCount, runningSync } = props.source;
  const { t, countParams } = useStaticDataTranslation();
  const classes = useStyles();
  const { allowed, refusal } = useOverrideAccess();
  const [releasing, setReleasing] = useState(false);
  const [requestedId, setRequestedId] = useState<string>();

  if (entityCount === 0) {
    return <Typography variant="body2">{t('sources.leftEmpty')}</Typography>;
  }
  return (
    // takes the focus of the button, and stays beside what becomes of it
    <div tabIndex={-1}>
      <Typography variant="body2">
        {t('sources.leftNote', countParams(entityCount))}
        {refusal && ` ${refusal.message}`}
      </Typography>
      <Typography variant="body2" component="div" role="status">
        {requestedId && (
          <>
            {t('sources.released')}{' '}
            <SyncLink syncId={requestedId}>{t('actions.showSync')}</SyncLink>
          </>
        )}
      </Typography>
      {allowed && !requestedId && (
        <Button
          size="small"
          variant="outlined"
          color="secondary"
          className={classes.button}
          aria-haspopup="dialog"
          disabled={runningSync !== null}
          onClick={() => setReleasing(true)}
        >
          {t('sources.release')}
        </Button>
      )}
      {releasing && (
        <ReleaseDialog
          sourceId={id}
          entityCount={entityCount}
          onReleased={syncId => {
            setRequestedId(syncId);
            setReleasing(false);
          }}
          onClose={() => setReleasing(false)}
        />
      )}
    </div>
  );
}

/** Releases the entities of a source once the reader has typed its id. */
function ReleaseDialog(props: {
  sourceId: string;
  entityCount: number;
  onReleased: (syncId: string) => void;
  onClose: () => void;
}) {
  const { sourceId, entityCount, onReleased, onClose } = props;
  const api = useApi(staticDataApiRef);
  const { t, countParams, describeError } = useStaticDataTranslation();
  const [{ loading, error }, release] = useAsyncFn(async () => {
    const { syncId } = await api.releaseSource(sourceId);
    onReleased(syncId);
  }, [api, sourceId, onReleased]);

  return (
    <TextDialog
      title={t('sources.releaseTitle', {
        ...countParams(entityCount),
        source: sourceId,
      })}
      description={t('sources.releaseDescription')}
      inputLabel={t('heldRemovals.typeWord', { word: sourceId })}
      isValid={text => text === sourceId}
      submitLabel={t('heldRemovals.confirm', countParams(entityCount))}
      submitColor="secondary"
      busy={loading}
      error={
        error && !loading
          ? t('sources.releaseFailed', { message: describeError(error) })
          : undefined
      }
      onSubmit={release}
      onClose={onClose}
    />
  );
}
