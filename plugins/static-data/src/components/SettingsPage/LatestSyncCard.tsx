import { SyncHistoryRecord } from '@internal/plugin-static-data-common';
import Grid from '@material-ui/core/Grid';
import Typography from '@material-ui/core/Typography';
import { ENTITY_KINDS, KnownEntityKind } from '../../entityKinds';
import { formatCount, formatDuration } from '../../lib/formatting';
import { useStaticDataTranslation } from '../../translation';
import { AbsoluteTime, Fact, FactList } from '../common/facts';
import { SyncStatusLabel, SyncTypeLabel, TriggeredBy } from '../common/labels';
import { Column, SectionCard } from '../common/layout';
import { Revision } from '../common/links';
import { ErrorItem, FindingList } from './FindingList';

/** What the latest sync did. */
export function LatestSyncCard(props: {
  latestSync: SyncHistoryRecord | null;
}) {
  const { latestSync } = props;
  const { t } = useStaticDataTranslation();

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

function SyncDetails(props: { sync: SyncHistoryRecord }) {
  const { sync } = props;
  const { stats } = sync;
  const { apiRelationships: apis } = stats;
  const { t } = useStaticDataTranslation();
  const kinds = useEntityKinds(Object.keys(stats.byType));
  const exceptional: Array<[string, number]> = [
    [t('sync.retained'), stats.entitiesRetained],
    [t('sync.held'), stats.removalsHeld],
  ];

  return (
    <Grid container spacing={3}>
      <Column title={t('latestSync.outcome')}>
        <FactList>
          <Fact label={t('sync.status')}>
            <SyncStatusLabel status={sync.status} />
          </Fact>
          <Fact label={t('sync.type')}>
            <SyncTypeLabel sync={sync} />
          </Fact>
          <Fact label={t('sync.duration')}>
            {formatDuration(sync.durationMs)}
          </Fact>
          <Fact label={t('sync.started')}>
            <AbsoluteTime time={sync.startTime} />
          </Fact>
          <Fact label={t('sync.triggeredBy')}>
            <TriggeredBy sync={sync} />
          </Fact>
          <Fact label={t('sync.revision')}>
            <Revision sync={sync} />
          </Fact>
        </FactList>
      </Column>
      <Column title={t('latestSync.content')}>
        <CountList
          counts={[
            [t('sync.totalEntities'), stats.totalEntities],
            ...kinds.map(({ kind, label }): [string, number] => [
              label,
              stats.byType[kind]?.total ?? 0,
            ]),
            [t('sync.componentsWithApis'), apis.componentsWithApis],
            [t('sync.totalProvides'), apis.totalProvidesApis],
            [t('sync.totalConsumes'), apis.totalConsumesApis],
          ]}
        />
      </Column>
      <Column title={t('latestSync.changes')}>
        <CountList
          counts={[
            [t('sync.added'), stats.entitiesAdded],
            [t('sync.updated'), stats.entitiesUpdated],
            [t('sync.removed'), stats.entitiesRemoved],
            [t('sync.unchanged'), stats.entitiesUnchanged],
            ...exceptional.filter(([, count]) => count > 0),
          ]}
        />
      </Column>
      {sync.errorCount > 0 && (
        <Grid item xs={12}>
          <FindingList
            severity="error"
            items={(sync.errors ?? []).map((error, index) => (
              <ErrorItem key={index} error={error} />
            ))}
            total={sync.errorCount}
          />
        </Grid>
      )}
      {sync.warningCount > 0 && (
        <Grid item xs={12}>
          <FindingList
            severity="warning"
            items={sync.warnings ?? []}
            total={sync.warningCount}
          />
        </Grid>
      )}
    </Grid>
  );
}

/** Labels of the well-known kinds, followed by any others. */
function useEntityKinds(
  others: string[],
): Array<{ kind: string; label: string }> {
  const { t } = useStaticDataTranslation();
  const known: Array<{ kind: string; label: string }> = (
    Object.keys(ENTITY_KINDS) as KnownEntityKind[]
  ).map(kind => ({ kind, label: t(`entityKind.${kind}`) }));
  const unknown = others.filter(
    other => !known.some(({ kind }) => kind === other),
  );
  return [...known, ...unknown.map(kind => ({ kind, label: kind }))];
}

function CountList(props: { counts: Array<[label: string, count: number]> }) {
  return (
    <FactList>
      {props.counts.map(([label, count]) => (
        <Fact key={label} label={label}>
          {formatCount(count)}
        </Fact>
      ))}
    </FactList>
  );
}
