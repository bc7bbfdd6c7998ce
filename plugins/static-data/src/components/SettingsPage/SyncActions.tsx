import {
  PullRequest,
  RunningSync,
  SourceSteering,
  SteeringActType,
  SyncConfigSnapshot,
} from '@internal/plugin-static-data-common';
import Button from '@material-ui/core/Button';
import ButtonGroup from '@material-ui/core/ButtonGroup';
import CircularProgress from '@material-ui/core/CircularProgress';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import ArrowDropDownIcon from '@material-ui/icons/ArrowDropDown';
import SyncIcon from '@material-ui/icons/Sync';
import compact from 'lodash/compact';
import { useState } from 'react';
import { useOverrideAccess, useRefreshAccess } from '../../hooks/useAccess';
import {
  ManualRefreshState,
  RefreshOptions,
} from '../../hooks/useManualRefresh';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { hasBranches } from '../../lib/source';
import { isCancellable } from '../../lib/steering';
import { Tooltip } from '../common/Tooltip';
import { MenuButton } from '../common/layout';
import { clampLines } from '../common/styles';
import { PreviewDialog } from './PreviewDialog';
import { RefreshProgress } from './RefreshProgress';

const useStyles = makeStyles(theme => ({
  root: {
    width: '100%',
    // its parts are among those of the header
    [theme.breakpoints.up('md')]: { display: 'contents' },
  },
  wrapper: {
    // a disabled button swallows the pointer events that a tooltip needs
    display: 'inline-block',
    marginBottom: theme.spacing(0.5),
    [theme.breakpoints.up('md')]: {
      flex: 'none',
      marginBottom: 0,
      marginInlineStart: 'auto',
    },
  },
  refusal: { [theme.breakpoints.up('md')]: clampLines(2) },
}));

/** Starts syncs, dry runs and previews, steers the source, and shows the running sync. */
export function SyncActions(props: {
  refresh: ManualRefreshState;
  runningSync: RunningSync | null;
  configuration: SyncConfigSnapshot;
  steering: SourceSteering;
  /** Those that are open. */
  pullRequests: PullRequest[];
  onRefresh: (options?: RefreshOptions) => void;
  /** Called when the reader wants to steer the source. */
  onAct: (act: SteeringActType) => void;
}) {
  const { refresh, runningSync, configuration, pullRequests } = props;
  const { onRefresh, onAct } = props;
  const { pause, pin } = props.steering;
  const { t } = useStaticDataTranslation();
  const classes = useStyles();
  const { allowed, refusal } = useRefreshAccess();
  const { allowed: mayOverride } = useOverrideAccess();
  const [choosingRef, setChoosingRef] = useState(false);
  const requesting = refresh.status === 'requesting';
  const canPreview = hasBranches(configuration);
  const syncing = refresh.status === 'pending' || runningSync !== null;
  const busy = requesting || syncing;
  const dryRun = {
    primary: t('syncType.dryRun'),
    // it reads what is configured, also while the source is pinned to something else
    secondary: pin
      ? t('actions.dryRunPinnedDescription')
      : t('actions.dryRunDescription'),
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
  const pausing = pause
    ? {
        primary: t('steering.resume'),
        secondary: t('actions.resumeDescription'),
        onClick: () => onAct('RESUME'),
      }
    : {
        primary: t('actions.pause'),
        secondary: t('actions.pauseDescription'),
        onClick: () => onAct('PAUSE'),
      };
  const pinning = {
    primary: canPreview ? t('actions.pin') : t('actions.restore'),
    secondary: canPreview
      ? t('actions.pinDescription')
      : t('actions.restoreDescription'),
    onClick: () => onAct('PIN'),
  };
  const unpinning = {
    primary: t('steering.unpin'),
    secondary: t('actions.unpinDescription'),
    onClick: () => onAct('UNPIN'),
  };
  const cancelling = {
    primary: t('actions.cancel'),
    secondary: t('actions.cancelDescription'),
    onClick: () => onAct('CANCEL'),
  };
  const items = compact([
    ...(allowed && !busy ? [dryRun, canPreview && preview, full] : []),
    allowed && pausing,
    mayOverride && pinning,
    mayOverride && pin && unpinning,
    mayOverride && isCancellable(runningSync) && cancelling,
  ]);

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
          <ButtonGroup variant="contained" color="primary">
            <Button
              disabled={!allowed || busy}
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
              disabled={items.length === 0}
              items={items}
            >
              <ArrowDropDownIcon />
            </MenuButton>
          </ButtonGroup>
        </span>
      </Tooltip>
      <RefreshProgress refresh={refresh} runningSync={runningSync}>
        {/* while one runs, nobody could start another */}
        {refusal && !syncing && (
          <Typography
            variant="body2"
            color="textSecondary"
            className={classes.refusal}
          >
            {refusal.message}
          </Typography>
        )}
      </RefreshProgress>
      {choosingRef && (
        <PreviewDialog
          configuration={configuration}
          pullRequests={pullRequests}
          onPreview={ref => {
            onRefresh({ dryRun: true, ref });
            setChoosingRef(false);
          }}
          onClose={() => setChoosingRef(false)}
        />
      )}
    </section>
  );
}
