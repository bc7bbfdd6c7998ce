import { SyncHistoryRecord } from '@internal/plugin-static-data-common';
import Grid from '@material-ui/core/Grid';
import Typography from '@material-ui/core/Typography';
import { useCursorPages } from '../../hooks/useCursorPages';
import { reverseNetChange } from '../../lib/diff';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { ChangeList } from '../common/ChangeList';
import { Fact, FactList } from '../common/facts';
import { SectionCard } from '../common/layout';
import { Revision, SyncLink } from '../common/links';
import { PagedList } from '../common/loading';

/** The differences between the states that two syncs left behind. */
export function NetChanges(props: {
  from: SyncHistoryRecord;
  to: SyncHistoryRecord;
}) {
  const { from, to } = props;
  const { t, formatDateTime } = useStaticDataTranslation();
  const pages = useComparison(from, to);

  return (
    <SectionCard title={t('comparePage.net')} autoHeight>
      <Grid container spacing={3}>
        {[
          { title: t('comparePage.before'), sync: from },
          { title: t('comparePage.after'), sync: to },
        ].map(({ title, sync }) => (
          <Grid item xs={12} md={6} key={title}>
            <Typography variant="subtitle2" component="h3">
              {title}
            </Typography>
            <FactList>
              <Fact label={t('sync.started')}>
                <SyncLink syncId={sync.id}>
                  {formatDateTime(sync.startTime)}
                </SyncLink>
              </Fact>
              <Fact label={t('sync.revision')}>
                <Revision sync={sync} />
              </Fact>
            </FactList>
          </Grid>
        ))}
      </Grid>
      {isBackwards(from, to) && (
        <Typography paragraph color="textSecondary">
          {t('comparePage.backwards')}
        </Typography>
      )}
      <PagedList
        pages={pages}
        emptyTitle={t('comparePage.same')}
        emptyDescription={t('comparePage.sameDescription')}
      >
        <ChangeList changes={pages.items} version={to} versionBefore={from} />
      </PagedList>
    </SectionCard>
  );
}

const PAGE_SIZE = 100;

/** Whether the first of two syncs is the later one. */
function isBackwards(from: SyncHistoryRecord, to: SyncHistoryRecord): boolean {
  return from.startTime === to.startTime
    ? from.id > to.id
    : from.startTime > to.startTime;
}

/** Compares the states that two syncs left behind, in either direction. */
function useComparison(from: SyncHistoryRecord, to: SyncHistoryRecord) {
  const backwards = isBackwards(from, to);
  const [earlier, later] = backwards ? [to.id, from.id] : [from.id, to.id];
  return useCursorPages(
    async (api, cursor) => {
      const { changes, pagination } = await api.compareSyncs(earlier, later, {
        cursor,
        limit: PAGE_SIZE,
      });
      return {
        items: backwards ? changes.map(reverseNetChange) : changes,
        pagination,
      };
    },
    [earlier, later, backwards],
  );
}
