import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { SyncHistoryRecord } from '@internal/plugin-static-data-common';
import Chip from '@material-ui/core/Chip';
import Grid from '@material-ui/core/Grid';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { ReactNode } from 'react';
import { formatDateTime, formatDuration } from '../../../lib/formatting';
import { staticDataTranslationRef } from '../../../translation';
import {
  AbsoluteTime,
  Commit,
  Fact,
  FactList,
  RelativeTime,
  Revision,
  SectionCard,
  SyncStatusLabel,
  SyncTypeLabel,
  TriggeredBy,
} from '../../common';
import { PhaseTimeline } from './PhaseTimeline';
import { SlowestRepositories } from './SlowestRepositories';
import { useOutcomeSentence } from './useOutcomeSentence';

const useStyles = makeStyles(theme => ({
  mark: {
    margin: theme.spacing(0, 0, 0, 2),
  },
  sentence: {
    overflowWrap: 'anywhere',
  },
}));

/** How a sync went, at one look. */
export function SyncSummary(props: { sync: SyncHistoryRecord }) {
  const { sync } = props;
  const { t } = useTranslationRef(staticDataTranslationRef);
  const classes = useStyles();
  const sentence = useOutcomeSentence(sync);
  return (
    <SectionCard
      title={t('syncPage.titleOf', { time: formatDateTime(sync.startTime) })}
      autoHeight
    >
      <Typography variant="h6" component="div">
        <SyncStatusLabel status={sync.status} />
        {sync.dryRun && (
          <Chip
            size="small"
            label={t('syncType.dryRun')}
            className={classes.mark}
          />
        )}
      </Typography>
      <Typography paragraph className={classes.sentence}>
        {sentence}
      </Typography>
      <Grid container spacing={3}>
        <Column title={t('syncPage.about')}>
          <SyncFacts sync={sync} />
        </Column>
        {sync.steps.length > 0 && (
          <Column title={t('syncPage.phases')}>
            <PhaseTimeline steps={sync.steps} />
          </Column>
        )}
        {sync.repositories && (
          <Column title={t('syncPage.slowestRepositories')}>
            <SlowestRepositories repositories={sync.repositories} />
          </Column>
        )}
      </Grid>
    </SectionCard>
  );
}

function Column(props: { title: string; children: ReactNode }) {
  return (
    <Grid item xs={12} md={6} lg={4}>
      <Typography variant="subtitle2" component="h3" gutterBottom>
        {props.title}
      </Typography>
      {props.children}
    </Grid>
  );
}

function SyncFacts(props: { sync: SyncHistoryRecord }) {
  const { sync } = props;
  const { t } = useTranslationRef(staticDataTranslationRef);
  return (
    <FactList>
      <Fact label={t('sync.type')}>
        <SyncTypeLabel sync={sync} />
      </Fact>
      <Fact label={t('sync.triggeredBy')}>
        <TriggeredBy sync={sync} />
      </Fact>
      <Fact label={t('sync.started')}>
        <AbsoluteTime time={sync.startTime} /> (
        <RelativeTime time={sync.startTime} />)
      </Fact>
      <Fact label={t('sync.duration')}>{formatDuration(sync.durationMs)}</Fact>
      <Fact label={t('sync.revision')}>
        <Revision sync={sync} />
      </Fact>
      {sync.commit && (
        <Fact label={t('sync.commit')}>
          <Commit commit={sync.commit} />
        </Fact>
      )}
    </FactList>
  );
}
