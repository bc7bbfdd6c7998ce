import {
  ConfirmationStatus,
  SyncHistoryRecord,
} from '@internal/plugin-static-data-common';
import Box from '@material-ui/core/Box';
import Typography from '@material-ui/core/Typography';
import { useChangePages } from '../../hooks/useChangePages';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { ChangeList } from '../common/ChangeList';
import { Fact, FactList, RelativeTime } from '../common/facts';
import { StatusLabel } from '../common/labels';
import { EmptyMessage, onEndOf, PageFooter } from '../common/loading';

/** Whether the catalog has taken in the changes of a sync and, if not, why. */
export function ConfirmationTab(props: { sync: SyncHistoryRecord }) {
  const { sync } = props;
  const { confirmation } = sync;
  const { t, formatCount } = useStaticDataTranslation();
  if (!confirmation) {
    return <EmptyMessage level="h3" title={t('syncPage.nothingSentTitle')} />;
  }
  const { sent, checkedAt } = confirmation;
  const shown: ConfirmationStatus[] = ['failed', 'pending'];
  return (
    <>
      <Typography paragraph>{t('syncPage.confirmationExplained')}</Typography>
      <FactList>
        <Fact label={t('syncPage.sent')}>{formatCount(sent)}</Fact>
        {(['confirmed', 'pending', 'failed', 'superseded'] as const).map(
          status => (
            <Fact
              key={status}
              label={
                // no alarming icon for a count of 0
                confirmation[status] > 0 ? (
                  <StatusLabel status={status} />
                ) : (
                  t(`status.${status}`)
                )
              }
            >
              {formatCount(confirmation[status])}{' '}
              <Typography
                variant="body2"
                component="span"
                color="textSecondary"
              >
                {t(`confirmationExplained.${status}`)}
              </Typography>
            </Fact>
          ),
        )}
        {checkedAt && (
          <Fact label={t('syncPage.checked')}>
            <RelativeTime time={checkedAt} />
          </Fact>
        )}
      </FactList>
      {shown
        .filter(status => confirmation[status] > 0)
        .map(status => (
          <ConfirmationChanges
            // reloads the list when the count changes
            key={`${status} ${confirmation[status]}`}
            sync={sync}
            status={status}
          />
        ))}
    </>
  );
}

function ConfirmationChanges(props: {
  sync: SyncHistoryRecord;
  status: ConfirmationStatus;
}) {
  const { sync, status } = props;
  const pages = useChangePages({ syncId: sync.id, confirmation: status });
  return (
    <Box mt={3}>
      <Typography variant="h6" component="h3" gutterBottom>
        <StatusLabel status={status} />
      </Typography>
      <ChangeList
        changes={pages.items}
        version={sync}
        total={pages.total}
        onEnd={onEndOf(pages)}
      />
      <PageFooter pages={pages} />
    </Box>
  );
}
