import { usePermission } from '@backstage/plugin-permission-react';
import {
  RunningSync,
  staticDataSyncRefreshPermission,
} from '@internal/plugin-static-data-common';
import Button from '@material-ui/core/Button';
import ButtonGroup from '@material-ui/core/ButtonGroup';
import CircularProgress from '@material-ui/core/CircularProgress';
import { makeStyles } from '@material-ui/core/styles';
import TextField from '@material-ui/core/TextField';
import Tooltip from '@material-ui/core/Tooltip';
import Typography from '@material-ui/core/Typography';
import ArrowDropDownIcon from '@material-ui/icons/ArrowDropDown';
import SyncIcon from '@material-ui/icons/Sync';
import { useId, useState } from 'react';
import {
  ManualRefreshState,
  RefreshOptions,
} from '../../hooks/useManualRefresh';
import { useStaticDataTranslation } from '../../translation';
import { FormDialog } from '../common/FormDialog';
import { MenuButton, SectionCard } from '../common/layout';
import { RefreshProgress } from './RefreshProgress';

/** Starts syncs, and shows the running one. */
export function ActionsCard(props: {
  refresh: ManualRefreshState;
  runningSync: RunningSync | null;
  /** Whether the source has branches, of which one can be previewed. */
  hasBranches: boolean;
  onRefresh: (options?: RefreshOptions) => void;
}) {
  const { refresh, runningSync, hasBranches, onRefresh } = props;
  const { t } = useStaticDataTranslation();
  const { loading, allowed } = usePermission({
    permission: staticDataSyncRefreshPermission,
  });
  const [choosingRef, setChoosingRef] = useState(false);
  const explanation =
    loading || allowed
      ? undefined
      : t('actions.noPermission', {
          permission: staticDataSyncRefreshPermission.name,
        });

  return (
    <SectionCard title={t('actions.title')}>
      <RefreshButton
        requesting={refresh.status === 'requesting'}
        syncing={refresh.status === 'pending' || runningSync !== null}
        disabled={!allowed}
        explanation={explanation}
        onRefresh={onRefresh}
        onPreview={hasBranches ? () => setChoosingRef(true) : undefined}
      />
      {explanation && (
        <Typography variant="body2" color="textSecondary">
          {explanation}
        </Typography>
      )}
      <RefreshProgress refresh={refresh} runningSync={runningSync} />
      {choosingRef && (
        <PreviewDialog
          onPreview={ref => onRefresh({ dryRun: true, ref })}
          onClose={() => setChoosingRef(false)}
        />
      )}
    </SectionCard>
  );
}

const useStyles = makeStyles(theme => ({
  wrapper: {
    // a disabled button swallows the pointer events that a tooltip needs
    display: 'inline-block',
    marginBottom: theme.spacing(1),
  },
}));

/** The button that requests a sync, with a menu of dry runs beside it. */
function RefreshButton(props: {
  requesting: boolean;
  syncing: boolean;
  disabled: boolean;
  /** Why the button is disabled, where it is not obvious. */
  explanation?: string;
  onRefresh: (options?: RefreshOptions) => void;
  /** Absent where there is nothing to preview. */
  onPreview?: () => void;
}) {
  const { requesting, syncing, explanation, onRefresh, onPreview } = props;
  const { t } = useStaticDataTranslation();
  const classes = useStyles();
  const busy = requesting || syncing;
  const dryRun = {
    primary: t('actions.dryRun'),
    secondary: t('actions.dryRunDescription'),
    onClick: () => onRefresh({ dryRun: true }),
  };
  const preview = onPreview && {
    primary: t('actions.preview'),
    secondary: t('actions.previewDescription'),
    onClick: onPreview,
  };

  let label: string = t('actions.manualRefresh');
  if (requesting) {
    label = t('actions.requesting');
  } else if (syncing) {
    label = t('actions.syncing');
  }

  return (
    <Tooltip title={explanation ?? ''}>
      <span className={classes.wrapper}>
        <ButtonGroup
          variant="contained"
          color="primary"
          disabled={props.disabled || busy}
        >
          <Button
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
            items={preview ? [dryRun, preview] : [dryRun]}
          >
            <ArrowDropDownIcon />
          </MenuButton>
        </ButtonGroup>
      </span>
    </Tooltip>
  );
}

const MAX_LENGTH = 255;

function PreviewDialog(props: {
  onPreview: (ref: string) => void;
  onClose: () => void;
}) {
  const { onPreview, onClose } = props;
  const { t } = useStaticDataTranslation();
  const inputId = useId();
  const [text, setText] = useState('');
  const ref = text.trim();
  return (
    <FormDialog
      title={t('previewDialog.title')}
      description={t('previewDialog.description')}
      maxWidth="xs"
      cancelLabel={t('previewDialog.cancel')}
      submitLabel={t('previewDialog.start')}
      submitColor="primary"
      canSubmit={ref !== ''}
      onSubmit={() => {
        onPreview(ref);
        onClose();
      }}
      onClose={onClose}
    >
      <TextField
        id={inputId}
        label={t('previewDialog.ref')}
        value={text}
        onChange={event => setText(event.target.value)}
        inputProps={{ maxLength: MAX_LENGTH }}
        autoComplete="off"
        fullWidth
        variant="outlined"
      />
    </FormDialog>
  );
}
