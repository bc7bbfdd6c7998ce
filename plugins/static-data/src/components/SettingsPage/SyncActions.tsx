import { RunningSync } from '@internal/plugin-static-data-common';
import Button from '@material-ui/core/Button';
import ButtonGroup from '@material-ui/core/ButtonGroup';
import CircularProgress from '@material-ui/core/CircularProgress';
import { makeStyles } from '@material-ui/core/styles';
import Tooltip from '@material-ui/core/Tooltip';
import Typography from '@material-ui/core/Typography';
import ArrowDropDownIcon from '@material-ui/icons/ArrowDropDown';
import SyncIcon from '@material-ui/icons/Sync';
import { useState } from 'react';
import { useRefreshAccess } from '../../hooks/useAccess';
import {
  ManualRefreshState,
  RefreshOptions,
} from '../../hooks/useManualRefresh';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { MenuButton } from '../common/layout';
import { TextDialog } from '../common/TextDialog';
import { RefreshProgress } from './RefreshProgress';

const useStyles = makeStyles(theme => ({
  root: { width: '18rem', maxWidth: '100%' },
  wrapper: {
    // a disabled button swallows the pointer events that a tooltip needs
    display: 'inline-block',
    marginBottom: theme.spacing(1),
  },
}));

/** Starts syncs, dry runs and previews, and shows the running sync. */
export function SyncActions(props: {
  refresh: ManualRefreshState;
  runningSync: RunningSync | null;
  /** Whether the source has branches, of which one can be previewed. */
  hasBranches: boolean;
  onRefresh: (options?: RefreshOptions) => void;
}) {
  const { refresh, runningSync, hasBranches, onRefresh } = props;
  const { t } = useStaticDataTranslation();
  const classes = useStyles();
  const { allowed, refusal } = useRefreshAccess();
  const [choosingRef, setChoosingRef] = useState(false);
  const requesting = refresh.status === 'requesting';
  const syncing = refresh.status === 'pending' || runningSync !== null;
  const busy = requesting || syncing;
  const dryRun = {
    primary: t('syncType.dryRun'),
    secondary: t('actions.dryRunDescription'),
    onClick: () => onRefresh({ dryRun: true }),
  };
  const full = {
    primary: t('actions.full'),
    secondary: t('actions.fullDescription'),
    onClick: () => onRefresh({ full: true }),
  };
  const preview = {
    primary: t('actions.preview'),
    secondary: t('actions.previewDescription'),
    onClick: () => setChoosingRef(true),
  };

  let label: string = t('actions.manualRefresh');
  if (requesting) {
    label = t('actions.requesting');
  } else if (syncing) {
    label = t('actions.syncing');
  }

  return (
    <section aria-label={t('actions.title')} className={classes.root}>
      <Tooltip title={refusal?.message ?? ''}>
        <span className={classes.wrapper}>
          <ButtonGroup
            variant="contained"
            color="primary"
            disabled={!allowed || busy}
          >
            <Button
              aria-keyshortcuts="r"
              onClick={() => onRefresh()}
              startIcon={
                busy ? (
                  <CircularProgress size={16} color="inherit" aria-hidden />
                ) : (
                  <SyncIcon aria-hidden />
                )
              }
            >
              {label}
            </Button>
            <MenuButton
              size="small"
              aria-label={t('actions.more')}
              items={hasBranches ? [dryRun, preview, full] : [dryRun, full]}
            >
              <ArrowDropDownIcon />
            </MenuButton>
          </ButtonGroup>
        </span>
      </Tooltip>
      {refusal && (
        <Typography variant="body2" color="textSecondary">
          {refusal.message}
        </Typography>
      )}
      <RefreshProgress refresh={refresh} runningSync={runningSync} />
      {choosingRef && (
        <TextDialog
          title={t('previewDialog.title')}
          description={t('previewDialog.description')}
          inputLabel={t('previewDialog.ref')}
          isValid={text => text.trim() !== ''}
          submitLabel={t('previewDialog.start')}
          submitColor="primary"
          onSubmit={text => {
            onRefresh({ dryRun: true, ref: text.trim() });
            setChoosingRef(false);
          }}
          onClose={() => setChoosingRef(false)}
        />
      )}
    </section>
  );
}
