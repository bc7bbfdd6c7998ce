import {
  NetChangeTotal,
  SENT_CHANGE_TYPES,
  SyncHistoryRecord,
} from '@internal/plugin-static-data-common';
import Box from '@material-ui/core/Box';
import Grid from '@material-ui/core/Grid';
import Typography from '@material-ui/core/Typography';
import sumBy from 'lodash/sumBy';
import { useCursorPages } from '../../hooks/useCursorPages';
import { useLoader } from '../../hooks/useLoader';
import { REVERSED_CHANGE, reverseNetChange } from '../../lib/diff';
import { compareUrl, shortRevision } from '../../lib/source';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { ChangeFilters, useChangeFilters } from '../common/ChangeFilters';
import { ChangeList } from '../common/ChangeList';
import { ChangeSummary } from '../common/ChangeSummary';
import {
  Fact,
  FactList,
  RelativeTime,
  RevisionFacts,
  SourceFact,
} from '../common/facts';
import { SectionCard } from '../common/layout';
import { SyncLink, WebLink } from '../common/links';
import { onEndOf, PagedList } from '../common/loading';

type NetChangeType = (typeof SENT_CHANGE_TYPES)[number];

/** The differences between the states that two syncs left behind. */
export function NetChanges(props: {
  from: SyncHistoryRecord;
  to: SyncHistoryRecord;
}) {
  const { from, to } = props;
  const { t } = useStaticDataTranslation();
  const filters = useChangeFilters(SENT_CHANGE_TYPES);
  const pages = useComparison(from, to, filters.query);
  const { totals, isKnown } = useTotals(from, to);
  const countOf = (change: NetChangeType) =>
    sumBy(totals, total => (total.change === change ? total.count : 0));
  const counts = {
    added: countOf('added'),
    updated: countOf('updated'),
    removed: countOf('removed'),
  };
  const byKind: Record<string, Partial<typeof counts>> = {};
  for (const { kind, change, count } of totals) {
    byKind[kind] = { ...byKind[kind], [change]: count };
  }

  return (
    <SectionCard title={t('comparePage.net')} autoHeight>
      <Grid container spacing={3}>
        <ComparedSync title={t('comparePage.before')} sync={from} />
        <ComparedSync title={t('comparePage.after')} sync={to} />
      </Grid>
      <Box mt={2}>
        <Summary from={from} to={to} counts={counts} />
      </Box>
      <ChangeSummary byKind={byKind} />
      {totals.length > 0 && (
        <ChangeFilters
          filters={filters}
          counts={counts}
          kinds={Object.keys(byKind)}
        />
      )}
      {/* below the totals, which would move it */}
      {isKnown && (
        <PagedList
          pages={pages}
          isFiltered={filters.isFiltered}
          emptyTitle={t('comparePage.same')}
          emptyDescription={t('comparePage.sameDescription')}
        >
          <ChangeList
            changes={pages.items}
            version={to}
            versionBefore={from}
            onEnd={onEndOf(pages)}
          />
        </PagedList>
      )}
    </SectionCard>
  );
}

function ComparedSync(props: { title: string; sync: SyncHistoryRecord }) {
  const { title, sync } = props;
  const { t } = useStaticDataTranslation();
  return (
    <Grid item xs={12} md={6}>
      <Typography variant="subtitle2" component="h3">
        {title}
      </Typography>
      <FactList>
        <SourceFact sourceId={sync.source} />
        <Fact label={t('syncPage.title')}>
          <SyncLink syncId={sync.id}>
            #{sync.number} · <RelativeTime time={sync.startTime} />
          </SyncLink>
        </Fact>
        <RevisionFacts sync={sync} />
      </FactList>
    </Grid>
  );
}

/** What all of it comes to, and where the host shows the same. */
function Summary(props: {
  from: SyncHistoryRecord;
  to: SyncHistoryRecord;
  counts: Record<NetChangeType, number>;
}) {
  const { from, to, counts } = props;
  const { t, countParams, formatCount } = useStaticDataTranslation();
  const total = counts.added + counts.updated + counts.removed;
  const comparison =
    from.revision && to.revision && from.revision !== to.revision
      ? { from: from.revision, to: to.revision }
      : undefined;
  const url =
    comparison &&
    compareUrl(to.configSnapshot, { ...comparison, isStraight: false });
  return (
    <>
      {total > 0 && (
        <Typography gutterBottom>
          {t('comparePage.summary', {
            ...countParams(total),
            changes: t('sync.changesSummary', {
              added: formatCount(counts.added),
              updated: formatCount(counts.updated),
              removed: formatCount(counts.removed),
            }),
          })}
          {isBackwards(from, to) && ` ${t('comparePage.backwards')}`}
        </Typography>
      )}
      {url && comparison && (
        <Typography variant="body2" gutterBottom>
          <WebLink to={url}>
            {t('provenance.compare', {
              from: shortRevision(comparison.from),
              to: shortRevision(comparison.to),
            })}
          </WebLink>
        </Typography>
      )}
    </>
  );
}

const PAGE_SIZE = 100;

/** Whether the first of two syncs is the later one. */
function isBackwards(from: SyncHistoryRecord, to: SyncHistoryRecord): boolean {
  return from.startTime === to.startTime
    ? from.id > to.id
    : from.startTime > to.startTime;
}

/** The ids of two syncs, the earlier one first, as the backend compares them. */
function inOrder(
  from: SyncHistoryRecord,
  to: SyncHistoryRecord,
): [string, string] {
  return isBackwards(from, to) ? [to.id, from.id] : [from.id, to.id];
}

/** Compares the states that two syncs left behind, in either direction. */
function useComparison(
  from: SyncHistoryRecord,
  to: SyncHistoryRecord,
  query: { change?: NetChangeType; kind?: string; q?: string },
) {
  const { change, kind, q } = query;
  const backwards = isBackwards(from, to);
  const [earlier, later] = inOrder(from, to);
  return useCursorPages(
    async (api, cursor) => {
      const asked = change && (backwards ? REVERSED_CHANGE[change] : change);
      const { changes, pagination } = await api.compareSyncs(earlier, later, {
        change: asked && [asked],
        kind,
        q,
        cursor,
        limit: PAGE_SIZE,
      });
      return {
        items: backwards ? changes.map(reverseNetChange) : changes,
        pagination,
      };
    },
    [earlier, later, backwards, change, kind, q],
  );
}

/** How many entities differ, whatever the filters; none until it is known. */
function useTotals(
  from: SyncHistoryRecord,
  to: SyncHistoryRecord,
): { totals: NetChangeTotal[]; isKnown: boolean } {
  const [earlier, later] = inOrder(from, to);
  const { value = [], attempts } = useLoader(
    async api => (await api.compareSyncs(earlier, later, { limit: 1 })).totals,
    [earlier, later],
  );
  const totals = isBackwards(from, to)
    ? value.map(total => ({ ...total, change: REVERSED_CHANGE[total.change] }))
    : value;
  // or will not be known, which the list says as well
  return { totals, isKnown: attempts > 0 };
}
