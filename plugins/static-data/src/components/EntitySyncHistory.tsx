import { Entity } from '@backstage/catalog-model';
import { Link, Progress } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { toError } from '@backstage/errors';
import { EntityInfoCard, useEntity } from '@backstage/plugin-catalog-react';
import {
  ANNOTATION_SOURCE,
  EntityHistoryEntry,
  SENT_CHANGE_TYPES,
  SteeringActType,
  SyncSource,
} from '@internal/plugin-static-data-common';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { useState } from 'react';
import { useCursorPages } from '../hooks/useCursorPages';
import { useLoader } from '../hooks/useLoader';
import { useSyncSignal } from '../hooks/usePolling';
import { SourcesProvider, useSources } from '../hooks/useSources';
import { entitySyncHistoryExternalRouteRef } from '../routes';
import { useStaticDataTranslation } from '../hooks/useStaticDataTranslation';
import { isUnknown } from '../lib/errors';
import { ChangeWords } from './common/ChangeWords';
import { DifferenceList } from './common/DifferenceList';
import { Fact, FactList, RelativeTime } from './common/facts';
import { FocusKeeper } from './common/FocusKeeper';
import {
  ChangeMark,
  StatusLabel,
  SyncTypeLabel,
  TriggeredBy,
} from './common/labels';
import { SectionCard } from './common/layout';
import { ChangePlace, Revision, SourceLink, SyncLink } from './common/links';
import { PagedList, PageFooter } from './common/loading';
import { CommitLine, ProvenanceFacts } from './common/provenance';
import { PLAIN_LIST } from './common/styles';
import { SteeringDialog } from './steering/SteeringDialog';
import { SteeringNotice } from './steering/SteeringNotice';

const SHOWN_CHANGES = 5;

/** The latest changes that syncs made to an entity. */
export const EntitySyncHistoryCard = () => {
  const { entity } = useEntity();
  const { t } = useStaticDataTranslation();
  const toAll = useRouteRef(entitySyncHistoryExternalRouteRef);
  const pages = useEntityHistory(entity, SHOWN_CHANGES, true);
  const { items, error } = pages;
  const source = useEntitySource(entity);
  // dry runs change nothing
  const [latest, ...others] = items.filter(({ dryRun }) => !dryRun);
  // both at once, so that nothing moves
  const isLoading = source.loading || (pages.loading && !latest);

  return (
    <EntityInfoCard
      title={t('entityCard.title')}
      footerActions={
        latest && toAll && <Link to={toAll()}>{t('entityCard.showAll')}</Link>
      }
    >
      <FocusKeeper>
        {error && <PageFooter pages={pages} />}
        {isLoading && <Progress aria-label={t('changeList.loading')} />}
        {!isLoading && !error && !latest && (
          <Typography color="textSecondary">{t('entityCard.none')}</Typography>
        )}
        {!isLoading && latest && (
          <>
            {source.value && (
              <SourceNotice source={source.value} reload={source.reload} />
            )}
            <LatestChange entry={latest} />
            {others.length > 0 && <RecentChanges entries={others} />}
          </>
        )}
      </FocusKeeper>
    </EntityInfoCard>
  );
};

/** The source that an entity says it is from; without one, or if it cannot be read, there is nothing to say. */
function useEntitySource(entity: Entity) {
  const sourceId = entity.metadata.annotations?.[ANNOTATION_SOURCE];
  const { value, attempts, reload } = useLoader(
    async api => (sourceId ? api.getSource(sourceId) : undefined),
    [sourceId],
  );
  useSyncSignal(reload, 'source-steered');
  return { value, reload, loading: attempts === 0 };
}

/** That the source of the entity is paused or pinned, with a way to end that. */
function SourceNotice(props: {
  source: SyncSource;
  reload: () => Promise<void>;
}) {
  const { source, reload } = props;
  const [act, setAct] = useState<SteeringActType>();
  return (
    // takes the focus of the button
    <div tabIndex={-1}>
      <SteeringNotice steering={source.steering} onAct={setAct} />
      {act && (
        <SteeringDialog
          act={act}
          source={source}
          reload={reload}
          onClose={() => setAct(undefined)}
        />
      )}
    </div>
  );
}

function LatestChange(props: { entry: EntityHistoryEntry }) {
  const { entry } = props;
  const { provenance, configSnapshot } = entry;
  const { t } = useStaticDataTranslation();
  return (
    <FactList>
      <Fact label={t('entityCard.lastChange')}>
        <ChangeMark change={entry.change} />
        <ChangeWords differences={entry.differences} />
      </Fact>
      {provenance && (
        <ProvenanceFacts
          provenance={provenance}
          configSnapshot={configSnapshot}
        />
      )}
      <Fact label={t('syncPage.title')}>
        <SyncLink syncId={entry.syncId}>
          #{entry.number} · <RelativeTime time={entry.startTime} />
        </SyncLink>
      </Fact>
      {entry.revision && !provenance?.commits?.length && (
        <Fact label={t('sync.revision')}>
          <Revision sync={entry} />
        </Fact>
      )}
      <Fact label={t('entityCard.file')}>
        <ChangePlace change={entry} sync={entry} />
      </Fact>
    </FactList>
  );
}

const useRecentChangesStyles = makeStyles(theme => ({
  title: { marginTop: theme.spacing(2) },
  list: { ...PLAIN_LIST },
  item: {
    ...theme.typography.body2,
    padding: theme.spacing(0.5, 0),
    overflowWrap: 'anywhere',
  },
  head: {
    display: 'flex',
    justifyContent: 'space-between',
    gap: theme.spacing(2),
  },
}));

function RecentChanges(props: { entries: EntityHistoryEntry[] }) {
  const { t } = useStaticDataTranslation();
  const classes = useRecentChangesStyles();
  return (
    <>
      <Typography variant="subtitle2" component="h4" className={classes.title}>
        {t('entityCard.before')}
      </Typography>
      <ul className={classes.list}>
        {props.entries.map(entry => {
          const [commit] = entry.provenance?.commits ?? [];
          return (
            <li key={entry.syncId} className={classes.item}>
              <div className={classes.head}>
                <ChangeMark change={entry.change} />
                <SyncLink syncId={entry.syncId}>
                  #{entry.number} · <RelativeTime time={entry.startTime} />
                </SyncLink>
              </div>
              <ChangeWords differences={entry.differences} />
              {commit && (
                <Typography variant="body2" color="textSecondary">
                  <CommitLine
                    commit={commit}
                    configSnapshot={entry.configSnapshot}
                  />
                </Typography>
              )}
            </li>
          );
        })}
      </ul>
    </>
  );
}

const PAGE_SIZE = 25;

/** All recorded changes to an entity, with their differences. */
export const EntitySyncHistoryContent = () => {
  const { entity } = useEntity();
  const { t } = useStaticDataTranslation();
  const pages = useEntityHistory(entity, PAGE_SIZE);
  return (
    <SectionCard title={t('entityCard.title')} autoHeight>
      <FocusKeeper>
        <PagedList
          pages={pages}
          emptyTitle={t('entityCard.noneTitle')}
          emptyDescription={t('entityCard.none')}
        >
          <SourcesProvider>
            {pages.items.map(entry => (
              <HistoryEntry key={entry.syncId} entry={entry} />
            ))}
          </SourcesProvider>
        </PagedList>
      </FocusKeeper>
    </SectionCard>
  );
};

const useHistoryEntryStyles = makeStyles(theme => ({
  root: {
    padding: theme.spacing(2, 0),
    borderBottom: `1px solid ${theme.palette.divider}`,
    overflowWrap: 'anywhere',
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

function HistoryEntry(props: { entry: EntityHistoryEntry }) {
  const { entry } = props;
  const { confirmation, differences, provenance, revision } = entry;
  const { t, formatDateTime } = useStaticDataTranslation();
  const { hasSeveral } = useSources();
  const classes = useHistoryEntryStyles();
  return (
    <article
      className={classes.root}
      aria-label={formatDateTime(entry.startTime)}
    >
      <Typography variant="subtitle1" component="h3">
        <SyncLink syncId={entry.syncId}>
          #{entry.number} · {formatDateTime(entry.startTime)}
        </SyncLink>
      </Typography>
      <Typography component="div">
        <ChangeWords differences={entry.differences} />
      </Typography>
      <div className={classes.facts}>
        <ChangeMark change={entry.change} />
        {hasSeveral && (
          <span>
            {t('sources.source')}: <SourceLink sourceId={entry.source} />
          </span>
        )}
        <span>
          <SyncTypeLabel sync={entry} />
        </span>
        {entry.triggeredBy && (
          <span>
            <TriggeredBy sync={entry} />
          </span>
        )}
        {revision && <Revision sync={entry} />}
        <ChangePlace change={entry} sync={entry} />
        {confirmation && <StatusLabel status={confirmation.status} />}
      </div>
      {provenance && (
        <FactList>
          <ProvenanceFacts
            provenance={provenance}
            configSnapshot={entry.configSnapshot}
          />
        </FactList>
      )}
      {differences && <DifferenceList differences={differences} />}
    </article>
  );
}

function useEntityHistory(
  entity: Entity,
  limit: number,
  /** Whether to leave out what did not change the entity. */
  sentOnly = false,
) {
  const { kind } = entity;
  const { name, namespace = 'default' } = entity.metadata;
  return useCursorPages(
    async (api, cursor) => {
      const change = sentOnly ? [...SENT_CHANGE_TYPES] : undefined;
      try {
        const { history, pagination } = await api.getEntityHistory(
          { kind, namespace, name },
          { limit, cursor, change },
        );
        return { items: history, pagination };
      } catch (error) {
        // the card is on the pages of all entities, wherever they are from
        if (isUnknown(toError(error))) {
          return { items: [], pagination: { limit, hasMore: false } };
        }
        throw error;
      }
    },
    [kind, namespace, name, limit, sentOnly],
  );
}
