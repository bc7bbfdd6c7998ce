import { useTranslationRef } from '@backstage/frontend-plugin-api';
import Button from '@material-ui/core/Button';
import ButtonGroup from '@material-ui/core/ButtonGroup';
import CircularProgress from '@material-ui/core/CircularProgress';
import { makeStyles } from '@material-ui/core/styles';
import Tooltip from '@material-ui/core/Tooltip';
import SyncIcon from '@material-ui/icons/Sync';
import { staticDataTranslationRef } from '../../../translation';
import { RefreshMenu } from './RefreshMenu';

const useStyles = makeStyles(theme => ({
  wrapper: {
    // a disabled button swallows the pointer events that a tooltip needs
    display: 'inline-block',
    marginBottom: theme.spacing(1),
  },
}));

/** The button that asks for a sync, and beside it the other ways to sync. */
export function RefreshButton(props: {
  requesting: boolean;
  syncing: boolean;
  disabled: boolean;
  /** Why the button is disabled, where it is not obvious. */
  explanation?: string;
  onRefresh: () => void;
  onDryRun: () => void;
  /** Absent where there is nothing to preview. */
  onPreview?: () => void;
}) {
  const { requesting, syncing, explanation, onRefresh, ...more } = props;
  const { t } = useTranslationRef(staticDataTranslationRef);
  const classes = useStyles();
  const busy = requesting || syncing;
  const disabled = props.disabled || busy;

  let label: string = t('actions.manualRefresh');
  if (requesting) {
    label = t('actions.requesting');
  } else if (syncing) {
    label = t('actions.syncing');
  }

  return (
    <Tooltip title={explanation ?? ''}>
      <span className={classes.wrapper}>
        <ButtonGroup variant="contained" color="primary" disabled={disabled}>
          <Button
            onClick={onRefresh}
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
          <RefreshMenu {...more} disabled={disabled} />
        </ButtonGroup>
      </span>
    </Tooltip>
  );
}
