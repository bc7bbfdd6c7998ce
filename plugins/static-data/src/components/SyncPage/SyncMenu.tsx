import { useApi, useRouteRef } from '@backstage/core-plugin-api';
import { SyncHistoryRecord } from '@internal/plugin-static-data-common';
import { makeStyles } from '@material-ui/core/styles';
import MoreVertIcon from '@material-ui/icons/MoreVert';
import Alert from '@material-ui/lab/Alert';
import compact from 'lodash/compact';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import useAsyncFn from 'react-use/esm/useAsyncFn';
import { staticDataApiRef } from '../../api/StaticDataApi';
import { useOverrideAccess, useRefreshAccess } from '../../hooks/useAccess';
import { useLoader } from '../../hooks/useLoader';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { isCommit } from '../../lib/source';
import { isRestorable } from '../../lib/steering';
import { syncRouteRef } from '../../routes';
import { MenuButton } from '../common/layout';
import { SteeringDialog } from '../steering/SteeringDialog';

const useStyles = makeStyles({
  button: {
    minWidth: 0,
    // its place does not depend on what is in it
    '&:disabled': { visibility: 'hidden' },
  },
  message: { flexBasis: '100%' },
});

/** What can be done with a sync that has ended: restore its state, or run it again. */
export function SyncMenu(props: { sync: SyncHistoryRecord }) {
  const { sync } = props;
  const { t, describeError } = useStaticDataTranslation();
  const classes = useStyles();
  const api = useApi(staticDataApiRef);
  const navigate = useNavigate();
  const toSync = useRouteRef(syncRouteRef);
  const refresh = useRefreshAccess();
  const override = useOverrideAccess();
  const { value: source, reload } = useLoader(
    readingApi => readingApi.getSource(sync.source),
    [sync.source],
    { refreshKey: sync.id },
  );
  const [restoring, setRestoring] = useState(false);
  const [{ loading, error }, runAgain] = useAsyncFn(async () => {
    const { syncId } = await api.rerunSync(sync.id);
    navigate(toSync({ syncId }));
  }, [api, sync.id, navigate, toSync]);
  const isOfConfigured = source?.isConfigured ?? false;
  const items = compact([
    isOfConfigured &&
      override.allowed &&
      isRestorable(sync) && {
        primary: t('syncPage.restore'),
        // a commit is read again; of a directory, what the sync left behind is recorded
        secondary: isCommit(sync.revision)
          ? t('syncPage.restoreCommitDescription')
          : t('syncPage.restoreDescription'),
        onClick: () => setRestoring(true),
      },
    isOfConfigured &&
      refresh.allowed &&
      source?.latestSync?.id === sync.id && {
        primary: t('syncPage.runAgain'),
        secondary: isCommit(sync.revision)
          ? t('syncPage.runAgainDescription')
          : t('syncPage.runAgainAsItIs'),
        onClick: runAgain,
      },
  ]);

  return (
    <>
      <MenuButton
        className={classes.button}
        aria-label={t('actions.more')}
        disabled={items.length === 0 || loading}
        items={items}
      >
        <MoreVertIcon />
      </MenuButton>
      {error && !loading && (
        <Alert severity="error" className={classes.message}>
          {t('actions.failed', { message: describeError(error) })}
        </Alert>
      )}
      {restoring && source && (
        <SteeringDialog
          act="PIN"
          target={sync}
          source={source}
          reload={reload}
          onRequested={syncId => navigate(toSync({ syncId }))}
          onClose={() => setRestoring(false)}
        />
      )}
    </>
  );
}
