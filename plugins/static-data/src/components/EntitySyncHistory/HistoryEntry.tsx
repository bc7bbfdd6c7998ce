import { EntityHistoryEntry } from '@internal/plugin-static-data-common';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { formatDateTime } from '../../lib/formatting';
import {
  ChangeMark,
  Commit,
  ConfirmationLabel,
  DifferenceList,
  Revision,
  SourcePlace,
  SyncLink,
  SyncTypeLabel,
  TriggeredBy,
} from '../common';
import { sourceVersionOf } from './sourceVersionOf';

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
  commit: {
    ...theme.typography.body2,
    marginBottom: theme.spacing(1),
  },
}));

/** What one sync did with an entity. */
export function HistoryEntry(props: { entry: EntityHistoryEntry }) {
  const { entry } = props;
  const { commit, confirmation, differences, revision } = entry;
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
        {revision && <Revision sync={entry} />}
        <SourcePlace
          file={entry.sourceFile}
          line={entry.sourceLine}
          version={sourceVersionOf(entry)}
        />
        {confirmation && <ConfirmationLabel status={confirmation.status} />}
      </div>
      {commit && (
        <div className={classes.commit}>
          <Commit commit={commit} />
        </div>
      )}
      {differences && <DifferenceList differences={differences} />}
    </article>
  );
}
