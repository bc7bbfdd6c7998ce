import {
  SyncHistoryRecord,
  toSyncResult,
} from '@internal/plugin-static-data-common';
import Grid from '@material-ui/core/Grid';
import Typography from '@material-ui/core/Typography';
import union from 'lodash/union';
import { useKindLabel } from '../../hooks/useKindLabel';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { ENTITY_KINDS } from '../../translation';
import { AbsoluteTime, Fact, FactList, SyncOriginFacts } from '../common/facts';
import { StatusLabel } from '../common/labels';
import { Column, Foldable, SectionCard, useIsNarrow } from '../common/layout';
import { Revision, SyncLink } from '../common/links';
import { FindingList } from './FindingList';

/** What the latest sync did. */
export function LatestSyncCard(props: {
  latestSync: SyncHistoryRecord | null;
}) {
  const { latestSync } = props;
  const { t } = useStaticDataTranslation();

  return (
    <SectionCard
      dense
      title={t('latestSync.title')}
      action={
        latestSync && (
          <SyncLink syncId={latestSync.id}>
            {t('health.openSync', { number: String(latestSync.number) })}
          </SyncLink>
        )
      }
    >
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
  const { t, countParams, formatDuration } = useStaticDataTranslation();
  const labelOf = useKindLabel();
  const isNarrow = useIsNarrow();
  const kinds = union(ENTITY_KINDS, Object.keys(stats.byType));
  const exceptional: Array<[string, number]> = [
    [t('sync.retained'), stats.entitiesRetained],
    [t('sync.held'), stats.removalsHeld],
  ];

  return (
    <Grid container spacing={isNarrow ? 1 : 2}>
      <Column title={t('latestSync.outcome')} foldable>
        <FactList layout="columns">
          <Fact label={t('sync.status')}>
            <StatusLabel status={toSyncResult(sync)} />
          </Fact>
          <SyncOriginFacts sync={sync} />
          <Fact label={t('sync.duration')}>
            {formatDuration(sync.durationMs)}
          </Fact>
          <Fact label={t('sync.started')}>
            <AbsoluteTime time={sync.startTime} />
          </Fact>
          <Fact label={t('sync.revision')}>
            <Revision sync={sync} />
          </Fact>
        </FactList>
      </Column>
      <Column title={t('latestSync.content')} foldable>
        <CountList
          counts={[
            [t('sync.totalEntities'), stats.totalEntities],
            ...kinds.map((kind): [string, number] => [
              labelOf(kind),
              stats.byType[kind]?.total ?? 0,
            ]),
            [t('sync.componentsWithApis'), apis.componentsWithApis],
            [t('sync.totalProvides'), apis.totalProvidesApis],
            [t('sync.totalConsumes'), apis.totalConsumesApis],
          ]}
        />
      </Column>
      <Column title={t('history.changes')} foldable>
        <CountList
          counts={[
            [t('change.added'), stats.entitiesAdded],
            [t('change.updated'), stats.entitiesUpdated],
            [t('change.removed'), stats.entitiesRemoved],
            [t('sync.unchanged'), stats.entitiesUnchanged],
            ...exceptional.filter(([, count]) => count > 0),
          ]}
        />
      </Column>
      {sync.errorCount + sync.warningCount > 0 && (
        <Grid item xs={12}>
          {/* the first error is with the health */}
          <Foldable
            title={[
              t('findings.error', countParams(sync.errorCount)),
              t('findings.warning', countParams(sync.warningCount)),
            ].join(', ')}
          >
            <FindingList
              severity="error"
              findings={sync.errors}
              total={sync.errorCount}
            />
            <FindingList
              severity="warning"
              findings={sync.warnings}
              total={sync.warningCount}
            />
          </Foldable>
        </Grid>
      )}
    </Grid>
  );
}

function CountList(props: { counts: Array<[label: string, count: number]> }) {
  const { formatCount } = useStaticDataTranslation();
  return (
    <FactList layout="counts">
      {props.counts.map(([label, count]) => (
        <Fact key={label} label={label}>
          {formatCount(count)}
        </Fact>
      ))}
    </FactList>
  );
}
