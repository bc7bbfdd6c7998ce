import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { EntityHistoryEntry } from '@internal/plugin-static-data-common';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { staticDataTranslationRef } from '../../translation';
import { ChangeMark, RelativeTime, SyncLink } from '../common';

const useStyles = makeStyles(theme => ({
  title: {
    marginTop: theme.spacing(2),
  },
  list: {
    listStyle: 'none',
    margin: 0,
    padding: 0,
  },
  item: {
    ...theme.typography.body2,
    display: 'flex',
    justifyContent: 'space-between',
    gap: theme.spacing(2),
    padding: theme.spacing(0.5, 0),
  },
}));

/** Changes of an entity, in short. */
export function RecentChanges(props: { entries: EntityHistoryEntry[] }) {
  const { t } = useTranslationRef(staticDataTranslationRef);
  const classes = useStyles();
  return (
    <>
      <Typography variant="subtitle2" component="h3" className={classes.title}>
        {t('entityCard.before')}
      </Typography>
      <ul className={classes.list}>
        {props.entries.map(({ syncId, change, startTime }) => (
          <li key={syncId} className={classes.item}>
            <ChangeMark change={change} />
            <SyncLink syncId={syncId}>
              <RelativeTime time={startTime} />
            </SyncLink>
          </li>
        ))}
      </ul>
    </>
  );
}
