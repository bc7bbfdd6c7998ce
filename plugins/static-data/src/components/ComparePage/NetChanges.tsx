import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { SyncHistoryRecord } from '@internal/plugin-static-data-common';
import Grid from '@material-ui/core/Grid';
import Typography from '@material-ui/core/Typography';
import { isBackwards, useComparison } from '../../hooks';
import { formatDateTime } from '../../lib/formatting';
import { staticDataTranslationRef } from '../../translation';
import {
  ChangeList,
  EmptyMessage,
  Fact,
  FactList,
  PageFooter,
  Revision,
  SectionCard,
  SyncLink,
} from '../common';

/** What is different between the states that two syncs left behind. */
export function NetChanges(props: {
  from: SyncHistoryRecord;
  to: SyncHistoryRecord;
}) {
  const { from, to } = props;
  const { t } = useTranslationRef(staticDataTranslationRef);
  const pages = useComparison(from, to);
  const isSame =
    pages.items.length === 0 &&
    !pages.loading &&
    !pages.error &&
    !pages.hasMore;

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
      {isSame ? (
        <EmptyMessage
          level="h3"
          title={t('comparePage.same')}
          description={t('comparePage.sameDescription')}
        />
      ) : (
        <>
          <ChangeList changes={pages.items} version={to} versionBefore={from} />
          <PageFooter pages={pages} />
        </>
      )}
    </SectionCard>
  );
}
