import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  SyncHistoryRecord,
  SyncStats,
} from '@internal/plugin-static-data-common';
import Grid from '@material-ui/core/Grid';
import Typography from '@material-ui/core/Typography';
import { ReactNode } from 'react';
import { formatCount, formatDuration } from '../../lib/formatting';
import { staticDataTranslationRef } from '../../translation';
import { AbsoluteTime, Fact, FactList } from '../common/facts';
import { SyncStatusLabel, SyncTypeLabel, TriggeredBy } from '../common/labels';
import { SectionCard } from '../common/layout';
import { Revision } from '../common/links';
import { ErrorList, WarningList } from './FindingLists';

/** What the latest sync did. */
export function LatestSyncCard(props: {
  latestSync: SyncHistoryRecord | null;
}) {
  const { latestSync } = props;
  const { t } = useTranslationRef(staticDataTranslationRef);

  return (
    <SectionCard title={t('latestSync.title')}>
      {latestSync ? (
        <SyncDetails sync={latestSync} />
      ) : (
        <Typography>{t('latestSync.none')}</Typography>
      )}
    </SectionCard>
  );
}

/** Everything that the record of one sync says. */
function SyncDetails(props: { sync: SyncHistoryRecord }) {
  const { sync } = props;
  const { t } = useTranslationRef(staticDataTranslationRef);

  return (
    <Grid container spacing={3}>
      <FactColumn title={t('latestSync.outcome')}>
        <OutcomeFacts sync={sync} />
      </FactColumn>
      <FactColumn title={t('latestSync.content')}>
        <ContentFacts stats={sync.stats} />
      </FactColumn>
      <FactColumn title={t('latestSync.changes')}>
        <ChangeFacts stats={sync.stats} />
      </FactColumn>
      {sync.errorCount > 0 && (
        <Grid item xs={12}>
          <ErrorList errors={sync.errors ?? []} total={sync.errorCount} />
        </Grid>
      )}
      {sync.warningCount > 0 && (
        <Grid item xs={12}>
          <WarningList
            warnings={sync.warnings ?? []}
            total={sync.warningCount}
          />
        </Grid>
      )}
    </Grid>
  );
}

/** A titled column of facts; columns stand below each other on small screens. */
function FactColumn(props: { title: string; children: ReactNode }) {
  return (
    <Grid item xs={12} md={6} lg={4}>
      <Typography variant="subtitle2" component="h3" gutterBottom>
        {props.title}
      </Typography>
      <FactList>{props.children}</FactList>
    </Grid>
  );
}

/** How a sync went. */
function OutcomeFacts(props: { sync: SyncHistoryRecord }) {
  const { sync } = props;
  const { t } = useTranslationRef(staticDataTranslationRef);
  return (
    <>
      <Fact label={t('sync.status')}>
        <SyncStatusLabel status={sync.status} />
      </Fact>
      <Fact label={t('sync.type')}>
        <SyncTypeLabel sync={sync} />
      </Fact>
      <Fact label={t('sync.duration')}>{formatDuration(sync.durationMs)}</Fact>
      <Fact label={t('sync.started')}>
        <AbsoluteTime time={sync.startTime} />
      </Fact>
      <Fact label={t('sync.triggeredBy')}>
        <TriggeredBy sync={sync} />
      </Fact>
      <Fact label={t('sync.revision')}>
        <Revision sync={sync} />
      </Fact>
    </>
  );
}

/** What the catalog holds after a sync. */
function ContentFacts(props: { stats: SyncStats }) {
  const { totalEntities, byType, apiRelationships } = props.stats;
  const { t } = useTranslationRef(staticDataTranslationRef);
  const kindLabels: Record<string, string> = {
    Component: t('sync.components'),
    API: t('sync.apis'),
    Group: t('sync.groups'),
    System: t('sync.systems'),
    Domain: t('sync.domains'),
  };
  const kinds = new Set([...Object.keys(kindLabels), ...Object.keys(byType)]);

  return (
    <>
      <Fact label={t('sync.totalEntities')}>{formatCount(totalEntities)}</Fact>
      {[...kinds].map(kind => (
        <Fact key={kind} label={kindLabels[kind] ?? kind}>
          {formatCount(byType[kind]?.total ?? 0)}
        </Fact>
      ))}
      <Fact label={t('sync.componentsWithApis')}>
        {formatCount(apiRelationships.componentsWithApis)}
      </Fact>
      <Fact label={t('sync.totalProvides')}>
        {formatCount(apiRelationships.totalProvidesApis)}
      </Fact>
      <Fact label={t('sync.totalConsumes')}>
        {formatCount(apiRelationships.totalConsumesApis)}
      </Fact>
    </>
  );
}

/** What a sync changed in the catalog. */
function ChangeFacts(props: { stats: SyncStats }) {
  const { stats } = props;
  const { t } = useTranslationRef(staticDataTranslationRef);
  return (
    <>
      <Fact label={t('sync.added')}>{formatCount(stats.entitiesAdded)}</Fact>
      <Fact label={t('sync.updated')}>
        {formatCount(stats.entitiesUpdated)}
      </Fact>
      <Fact label={t('sync.removed')}>
        {formatCount(stats.entitiesRemoved)}
      </Fact>
      <Fact label={t('sync.unchanged')}>
        {formatCount(stats.entitiesUnchanged)}
      </Fact>
      {stats.entitiesRetained > 0 && (
        <Fact label={t('sync.retained')}>
          {formatCount(stats.entitiesRetained)}
        </Fact>
      )}
      {stats.removalsHeld > 0 && (
        <Fact label={t('sync.held')}>{formatCount(stats.removalsHeld)}</Fact>
      )}
    </>
  );
}
