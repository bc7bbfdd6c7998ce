import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import {
  SyncHistoryRecord,
  toSyncResult,
} from '@internal/plugin-static-data-common';
import Chip from '@material-ui/core/Chip';
import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { ReactNode } from 'react';
import { useOutcomeSentence } from '../../hooks/useOutcomeSentence';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { stateRouteRef } from '../../routes';
import {
  Fact,
  FactList,
  RelativeTime,
  RevisionFacts,
  SourceFact,
  SyncOriginFacts,
} from '../common/facts';
import { StatusLabel } from '../common/labels';
import { PullRequestFacts } from '../common/pullRequests';

const useStyles = makeStyles(theme => ({
  root: { padding: theme.spacing(2) },
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'flex-start',
    justifyContent: 'space-between',
    columnGap: theme.spacing(3),
  },
  sentence: { marginBottom: theme.spacing(1), overflowWrap: 'anywhere' },
  navigation: { display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1) },
  mark: { margin: 0, marginInlineStart: theme.spacing(2) },
}));

/** What came of a sync, how it came about, and the way to those around it. */
export function SyncSummary(props: {
  sync: SyncHistoryRecord;
  navigation: ReactNode;
}) {
  const { sync, navigation } = props;
  const { t, formatDuration } = useStaticDataTranslation();
  const classes = useStyles();
  const sentence = useOutcomeSentence(sync);
  const toState = useRouteRef(stateRouteRef);
  return (
    <Paper
      component="section"
      aria-label={t('syncPage.about')}
      className={classes.root}
    >
      <div className={classes.head}>
        <Typography variant="h6" component="h2">
          <StatusLabel status={toSyncResult(sync)} />
          {sync.dryRun && (
            <Chip
              size="small"
              label={t('syncType.dryRun')}
              className={classes.mark}
            />
          )}
        </Typography>
        <div className={classes.navigation}>{navigation}</div>
      </div>
      <Typography className={classes.sentence}>{sentence}</Typography>
      <FactList layout="columns">
        <SourceFact sourceId={sync.source} />
        <SyncOriginFacts sync={sync} />
        <PullRequestFacts sync={sync} />
        <Fact label={t('sync.started')}>
          <RelativeTime time={sync.startTime} />
        </Fact>
        <Fact label={t('sync.duration')}>
          {formatDuration(sync.durationMs)}
        </Fact>
        <RevisionFacts sync={sync} />
        {!sync.dryRun && (
          <Fact label={t('statePage.entities')}>
            <Link
              to={`${toState({ sourceId: sync.source })}?at=${sync.number}`}
            >
              {t('syncPage.stateAfter')}
            </Link>
          </Fact>
        )}
      </FactList>
    </Paper>
  );
}
