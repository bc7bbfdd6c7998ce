import { EntityHistoryEntry } from '@internal/plugin-static-data-common';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { formatDateTime, shortRevision } from '../../lib/formatting';
import {
  ChangeMark,
  ConfirmationLabel,
  DifferenceList,
  SourcePlace,
  SyncLink,
  SyncTypeLabel,
  TriggeredBy,
} from '../common';

const useStyles = makeStyles(theme => ({
  root: {
    padding: theme.spacing(2, 0),
    borderBottom: `1px solid ${theme.palette.divider}`,
  },
  facts: {
    ...theme.typography.body2,
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    columnGap: theme.spacing(3),
    rowGap: theme.spacing(0.5),
    marginBottom: theme.spacing(1),
  },
}));

/** What one sync did with an entity. */
export function HistoryEntry(props: { entry: EntityHistoryEntry }) {
  const { entry } = props;
  const { confirmation, differences, revision } = entry;
  const classes = useStyles();
  return (
    <article
      className={classes.root}
      aria-label={formatDateTime(entry.startTime)}
    >
      <Typography variant="subtitle1" component="h3">
        <SyncLink syncId={entry.syncId}>
          {formatDateTime(entry.startTime)}
        </SyncLink>
      </Typography>
      <div className={classes.facts}>
        <ChangeMark change={entry.change} />
        <span>
          <SyncTypeLabel sync={entry} />
        </span>
        <span>
          <TriggeredBy sync={entry} />
        </span>
        {revision && <code title={revision}>{shortRevision(revision)}</code>}
        <SourcePlace file={entry.sourceFile} line={entry.sourceLine} />
        {confirmation && <ConfirmationLabel status={confirmation.status} />}
      </div>
      {differences && <DifferenceList differences={differences} />}
    </article>
  );
}
