import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { usePermission } from '@backstage/plugin-permission-react';
import {
  HeldRemoval,
  staticDataSyncRefreshPermission,
} from '@internal/plugin-static-data-common';
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import Alert from '@material-ui/lab/Alert';
import { staticDataTranslationRef } from '../../../translation';

const useStyles = makeStyles(theme => ({
  root: {
    marginBottom: theme.spacing(3),
  },
  message: {
    minWidth: 0,
    overflowWrap: 'anywhere',
  },
  list: {
    margin: theme.spacing(1, 0, 0),
    paddingLeft: theme.spacing(2.5),
    maxHeight: '16rem',
    overflow: 'auto',
  },
}));

/** Says what happens to the removals that somebody let through. */
export function ApprovedNotice(props: {
  approved: HeldRemoval[];
  syncing: boolean;
  onSync: () => void;
}) {
  const { approved, syncing, onSync } = props;
  const { t } = useTranslationRef(staticDataTranslationRef);
  const classes = useStyles();
  const { allowed } = usePermission({
    permission: staticDataSyncRefreshPermission,
  });

  return (
    <Alert
      severity="info"
      role="status"
      className={classes.root}
      classes={{ message: classes.message }}
      action={
        allowed && (
          <Button
            color="inherit"
            size="small"
            disabled={syncing}
            onClick={onSync}
          >
            {t('heldRemovals.syncNow')}
          </Button>
        )
      }
    >
      {syncing
        ? t('heldRemovals.approvedSyncing', { count: approved.length })
        : t('heldRemovals.approved', { count: approved.length })}
      <details>
        <summary>{t('heldRemovals.showApproved')}</summary>
        <ul className={classes.list}>
          {approved.map(({ entityRef }) => (
            <li key={entityRef}>
              <EntityRefLink entityRef={entityRef} hideIcon />
            </li>
          ))}
        </ul>
      </details>
    </Alert>
  );
}
