import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { SyncStats } from '@internal/plugin-static-data-common';
import { makeStyles } from '@material-ui/core/styles';
import { formatCount } from '../../../lib/formatting';
import { staticDataTranslationRef } from '../../../translation';

const useStyles = makeStyles({
  counts: {
    whiteSpace: 'nowrap',
  },
});

/** What a sync changed, in short: `+3 ~1 −0`. */
export function ChangeCounts(props: { stats: SyncStats }) {
  const { stats } = props;
  const { t } = useTranslationRef(staticDataTranslationRef);
  const classes = useStyles();
  const counts = {
    added: formatCount(stats.entitiesAdded),
    updated: formatCount(stats.entitiesUpdated),
    removed: formatCount(stats.entitiesRemoved),
  };
  const words = t('sync.changesSummary', counts);
  return (
    <span
      className={classes.counts}
      role="img"
      aria-label={words}
      title={words}
    >
      +{counts.added} ~{counts.updated} −{counts.removed}
    </span>
  );
}
