import { LinkButton } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { SyncHistoryRecord } from '@internal/plugin-static-data-common';
import { makeStyles } from '@material-ui/core/styles';
import ChevronLeftIcon from '@material-ui/icons/ChevronLeft';
import ChevronRightIcon from '@material-ui/icons/ChevronRight';
import CompareArrowsIcon from '@material-ui/icons/CompareArrows';
import { SyncNeighbours } from '../../hooks';
import { formatDateTime } from '../../lib/formatting';
import { compareRouteRef, rootRouteRef, syncRouteRef } from '../../routes';
import { staticDataTranslationRef } from '../../translation';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(1),
    marginBottom: theme.spacing(2),
  },
  first: {
    marginRight: 'auto',
  },
}));

/** The ways from a sync to the others. */
export function SyncNavigation(props: {
  sync: SyncHistoryRecord;
  neighbours: SyncNeighbours;
}) {
  const { sync, neighbours } = props;
  const { previous, next, stateBefore } = neighbours;
  const { t } = useTranslationRef(staticDataTranslationRef);
  const classes = useStyles();
  const toDashboard = useRouteRef(rootRouteRef);
  const toSync = useRouteRef(syncRouteRef);
  const toCompare = useRouteRef(compareRouteRef);

  return (
    <nav className={classes.root} aria-label={t('syncPage.otherSyncs')}>
      <span className={classes.first}>
        <LinkButton role="link" to={toDashboard()}>
          {t('syncPage.allSyncs')}
        </LinkButton>
      </span>
      {stateBefore && !sync.dryRun && (
        <LinkButton
          role="link"
          to={`${toCompare()}?from=${stateBefore.id}&to=${sync.id}`}
          startIcon={<CompareArrowsIcon />}
        >
          {t('syncPage.compareWithPrevious')}
        </LinkButton>
      )}
      {previous && (
        <LinkButton
          role="link"
          to={toSync({ syncId: previous.id })}
          startIcon={<ChevronLeftIcon />}
          title={formatDateTime(previous.startTime)}
        >
          {t('syncPage.previous')}
        </LinkButton>
      )}
      {next && (
        <LinkButton
          role="link"
          to={toSync({ syncId: next.id })}
          endIcon={<ChevronRightIcon />}
          title={formatDateTime(next.startTime)}
        >
          {t('syncPage.next')}
        </LinkButton>
      )}
    </nav>
  );
}
