import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import {
  HeldRemoval,
  staticDataSyncOverridePermission,
} from '@internal/plugin-static-data-common';
import Button from '@material-ui/core/Button';
import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import WarningIcon from '@material-ui/icons/Warning';
import { useId, useState } from 'react';
import { staticDataTranslationRef } from '../../../translation';
import { ApprovalDialog } from './ApprovalDialog';
import { HeldRemovalTable } from './HeldRemovalTable';

const useStyles = makeStyles(theme => ({
  root: {
    marginBottom: theme.spacing(3),
    border: `2px solid ${theme.palette.warningBackground}`,
    overflow: 'hidden',
  },
  head: {
    display: 'flex',
    gap: theme.spacing(2),
    padding: theme.spacing(2),
    backgroundColor: theme.palette.warningBackground,
    color: theme.palette.warningText,
  },
  actions: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(2),
    padding: theme.spacing(2),
  },
}));

/** Says that removals are held back, who would lose something, and how to let them through. */
export function HeldBanner(props: {
  heldRemovals: HeldRemoval[];
  onApprove: (entityRefs: string[]) => Promise<void>;
}) {
  const { heldRemovals, onApprove } = props;
  const { t } = useTranslationRef(staticDataTranslationRef);
  const classes = useStyles();
  const titleId = useId();
  const { loading, allowed } = usePermission({
    permission: staticDataSyncOverridePermission,
  });
  const [unselected, setUnselected] = useState<ReadonlySet<string>>(new Set());
  const [confirming, setConfirming] = useState(false);
  const selected = heldRemovals.filter(
    ({ entityRef }) => !unselected.has(entityRef),
  );

  return (
    <Paper
      component="section"
      aria-labelledby={titleId}
      className={classes.root}
    >
      <div className={classes.head}>
        <WarningIcon aria-hidden fontSize="large" />
        <div>
          <Typography variant="h5" component="h2" id={titleId}>
            {t('heldRemovals.title', { count: heldRemovals.length })}
          </Typography>
          <Typography>{t('heldRemovals.description')}</Typography>
        </div>
      </div>
      <HeldRemovalTable
        heldRemovals={heldRemovals}
        unselected={allowed ? unselected : undefined}
        onUnselectedChange={setUnselected}
      />
      <div className={classes.actions}>
        {allowed && (
          <Button
            variant="contained"
            color="primary"
            disabled={selected.length === 0}
            onClick={() => setConfirming(true)}
          >
            {t('heldRemovals.approve', { count: selected.length })}
          </Button>
        )}
        {!allowed && !loading && (
          <Typography variant="body2">
            {t('heldRemovals.noPermission', {
              permission: staticDataSyncOverridePermission.name,
            })}
          </Typography>
        )}
      </div>
      {confirming && (
        <ApprovalDialog
          heldRemovals={selected}
          onApprove={onApprove}
          onClose={() => setConfirming(false)}
        />
      )}
    </Paper>
  );
}
